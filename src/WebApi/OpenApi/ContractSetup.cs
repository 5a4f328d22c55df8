using System.Reflection;
using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>The OpenAPI document at /swagger/v1/swagger.json and the pages at /swagger; the setting <c>OpenApi:Enabled</c> takes both away.</summary>
internal static class ContractSetup
{
    private const string Enabled = "OpenApi:Enabled";

    private const string Document = "v1";

    internal static IServiceCollection AddContract(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        return services.AddSwaggerGen(contract =>
        {
            contract.Describe(Document);
            contract.UseStableNames();
            contract.IncludeComments();
            contract.SchemaFilter<ObjectSchemas>();
            contract.SchemaFilter<LoginAnswerSchemas>();
            contract.SchemaFilter<ProblemSchema>();
            contract.ParameterFilter<PageParameters>();
            contract.ParameterFilter<AuditParameters>();
            contract.OperationFilter<CallerRequirements>();
            contract.OperationFilter<Payloads>();
            contract.OperationFilter<GatewayForms>();
            contract.OperationFilter<QrCodeImages>();
            contract.OperationFilter<AuditLinesContract>();
            contract.OperationFilter<EnrollmentAnswers>();
            contract.OperationFilter<CookieContract>();
            contract.OperationFilter<ProblemAnswers>();
            contract.DocumentFilter<SharedComponents>();
        });
    }

    internal static void UseContract(this WebApplication app)
    {
        if (!app.Configuration.GetValue(Enabled, defaultValue: true))
        {
            return;
        }

        app.UseSwagger(swagger =>
        {
            swagger.RouteTemplate = "swagger/{documentName}/swagger.json";

            // 3.0 and not 3.1: client generators read all of it, of 3.1 some read only parts, and the contract needs nothing newer.
            swagger.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
        });
        app.UseSwaggerUI(pages =>
        {
            pages.DocumentTitle = "CleanAuth API";
            pages.SwaggerEndpoint($"{Document}/swagger.json", "CleanAuth API v1");
            pages.EnablePersistAuthorization();
            // Null is how it is switched off: the badge would send the document to another host.
            pages.EnableValidator(null!);
            pages.DisplayOperationId();
            pages.DisplayRequestDuration();
            pages.DocExpansion(DocExpansion.List);
        });
    }

    /// <summary>Names and orders that come from the code alone, so that equal code gives an equal document.</summary>
    private static void UseStableNames(this SwaggerGenOptions contract)
    {
        contract.UseInlineDefinitionsForEnums();
        contract.SupportNonNullableReferenceTypes();
        contract.SortSchemasWith(StringComparer.Ordinal);
        contract.OrderActionsBy(api => $"{api.RelativePath} {api.HttpMethod}");
        contract.TagActionsBy(api => [FeatureOf(api)]);
        contract.CustomSchemaIds(type => type.IsRequest() ? type.Name.Replace("Command", "Request", StringComparison.Ordinal) : type.Name);
    }

    private static void IncludeComments(this SwaggerGenOptions contract)
    {
        contract.SwaggerGeneratorOptions.XmlCommentEndOfLine = "\n";
        foreach (var assembly in new Assembly[] { typeof(ContractSetup).Assembly, typeof(ValidationErrors).Assembly, typeof(Error).Assembly })
        {
            contract.IncludeXmlComments(assembly);
        }
    }

    /// <summary>The folder of the controller, or the tag of a route without one.</summary>
    private static string FeatureOf(ApiDescription api) =>
        api.ActionDescriptor is ControllerActionDescriptor action
            ? action.ControllerTypeInfo.Namespace!.Split('.')[^1]
            : api.ActionDescriptor.EndpointMetadata.OfType<ITagsMetadata>().Last().Tags[0];
}
