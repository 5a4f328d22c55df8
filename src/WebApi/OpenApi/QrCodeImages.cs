using CleanAuth.WebApi.TwoFactor;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>An answer that is an image has no members.</summary>
internal sealed class QrCodeImages : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var content in (operation.Responses ?? []).Values.Select(answer => answer.Content).OfType<IDictionary<string, IOpenApiMediaType>>())
        {
            foreach (var image in content.Where(media => media.Key is QrCodeFormatter.Png or QrCodeFormatter.Svg).Select(media => media.Value).OfType<OpenApiMediaType>())
            {
                image.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            }
        }
    }
}
