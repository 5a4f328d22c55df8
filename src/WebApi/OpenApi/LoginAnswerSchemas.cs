using System.Text.Json;
using CleanAuth.Application.Login;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>Makes <see cref="LoginAnswer"/> a choice that a typed client narrows by <c>status</c>: each branch allows one value of it.</summary>
internal sealed class LoginAnswerSchemas : ISchemaFilter
{
    private const string Discriminator = "status";

    private static readonly (Type Type, string Status)[] s_branches =
    [
        (typeof(LoginComplete), Text(LoginStatus.Complete)),
        (typeof(SecondFactorRequired), Text(LoginStatus.SecondFactorRequired)),
        (typeof(EnrollmentRequired), Text(LoginStatus.EnrollmentRequired)),
    ];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema answer || context.MemberInfo is not null)
        {
            return;
        }

        if (context.Type == typeof(LoginAnswer))
        {
            Choose(answer, context);
        }
        else if (s_branches.FirstOrDefault(branch => branch.Type == context.Type) is { Status: { } status })
        {
            ((OpenApiSchema)answer.Properties![Discriminator]).Enum = [status];
        }
    }

    private static void Choose(OpenApiSchema answer, SchemaFilterContext context)
    {
        var branches = s_branches.ToDictionary(
            branch => branch.Status, branch => (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(branch.Type, context.SchemaRepository));
        (answer.Type, answer.Properties, answer.Required) = (null, null, null);
        answer.OneOf = [.. branches.Values];
        answer.Discriminator = new OpenApiDiscriminator { PropertyName = Discriminator, Mapping = branches };
    }

    private static string Text(LoginStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
