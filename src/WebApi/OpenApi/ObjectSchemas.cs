using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>
/// The members of requests and answers. A request lists what is demanded, limits every text and refuses unknown members. An answer lists
/// what is always there, leaves out what has no value, and may grow.
/// </summary>
internal sealed class ObjectSchemas(IOptions<JsonOptions> json) : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { Count: > 0 } properties } type || context.MemberInfo is not null)
        {
            return;
        }

        var isRequest = context.Type.IsRequest();
        var members = json.Value.JsonSerializerOptions.GetTypeInfo(context.Type).Properties.Where(member => properties.ContainsKey(member.Name)).OrderBy(member => member.Order).ToList();
        type.Properties = members.ToDictionary(member => member.Name, member => properties[member.Name]);
        type.Required = members.Where(isRequest ? IsDemanded : IsAlwaysThere).Select(member => member.Name).ToHashSet();
        type.AdditionalPropertiesAllowed = !isRequest;
        foreach (var (member, property) in members.Select(member => (member, properties[member.Name] as OpenApiSchema)).Where(pair => pair.Item2 is not null))
        {
            // 'readOnly' would only say that the answer's type has no setter.
            property!.ReadOnly = false;
            property.Type &= isRequest && (!type.Required.Contains(member.Name) || IsMarked(member)) && member.IsGetNullable ? property.Type : ~JsonSchemaType.Null;
            if (isRequest && member.Name == "limit")
            {
                PageParameters.Bound(property);
            }
            else if (isRequest && TextForm.Of(context.Type, member.Name) is { } form)
            {
                (property.MinLength, property.MaxLength, property.Pattern, property.Format) = (form.MinLength, form.MaxLength, form.Pattern, form.Format);
            }
        }
    }

    private static bool IsAlwaysThere(JsonPropertyInfo member) => !member.IsGetNullable;

    // Defaults stay in the words of the member: openapi-typescript makes a member with a 'default' one that must be sent.
    // A value type that may be null but has no default only tells 'absent' from 'zero'; its validator demands it. A test compares with the validators.
    private static bool IsDemanded(JsonPropertyInfo member) =>
        IsMarked(member) || (member.AssociatedParameter is { HasDefaultValue: false } && (!member.IsGetNullable || member.PropertyType.IsValueType));

    private static bool IsMarked(JsonPropertyInfo member) => member.AttributeProvider?.IsDefined(typeof(DemandedAttribute), inherit: false) == true;
}
