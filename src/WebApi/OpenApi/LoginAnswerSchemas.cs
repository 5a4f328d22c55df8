using System.Text.Json;
using CleanAuth.Application.Login;
using CleanAuth.WebApi.Cookies;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>
/// Makes <see cref="LoginAnswer"/> and <see cref="CookieLoginAnswer"/> choices that a typed client narrows by <c>status</c>: each branch allows one value
/// of it.
/// </summary>
internal sealed class LoginAnswerSchemas : ISchemaFilter
{
    private const string Discriminator = "status";

    private static readonly (Type Choice, Type Branch, string Status)[] s_branches =
    [
        (typeof(LoginAnswer), typeof(LoginComplete), Text(LoginStatus.Complete)),
        (typeof(LoginAnswer), typeof(SecondFactorRequired), Text(LoginStatus.SecondFactorRequired)),
        (typeof(LoginAnswer), typeof(EnrollmentRequired), Text(LoginStatus.EnrollmentRequired)),
        (typeof(CookieLoginAnswer), typeof(CookieLoginComplete), Text(LoginStatus.Complete)),
        (typeof(CookieLoginAnswer), typeof(CookieSecondFactorRequired), Text(LoginStatus.SecondFactorRequired)),
        (typeof(CookieLoginAnswer), typeof(CookieEnrollmentRequired), Text(LoginStatus.EnrollmentRequired)),
    ];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema answer || context.MemberInfo is not null)
        {
            return;
        }

        if (s_branches.Where(branch => branch.Choice == context.Type).ToList() is { Count: > 0 } branches)
        {
            Choose(answer, branches.ToDictionary(
                branch => branch.Status, branch => (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(branch.Branch, context.SchemaRepository)));
        }
        else if (s_branches.FirstOrDefault(branch => branch.Branch == context.Type) is { Status: { } status })
        {
            ((OpenApiSchema)answer.Properties![Discriminator]).Enum = [status];
        }
    }

    private static void Choose(OpenApiSchema answer, Dictionary<string, OpenApiSchemaReference> branches)
    {
        (answer.Type, answer.Properties, answer.Required) = (null, null, null);
        answer.OneOf = [.. branches.Values];
        answer.Discriminator = new OpenApiDiscriminator { PropertyName = Discriminator, Mapping = branches };
    }

    private static string Text(LoginStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
