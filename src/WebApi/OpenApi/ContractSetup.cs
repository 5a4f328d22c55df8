namespace CleanAuth.WebApi.OpenApi;

/// <summary>The OpenAPI document at /swagger/v1/swagger.json and the pages at /swagger.</summary>
internal static class ContractSetup
{
    internal static IServiceCollection AddContract(this IServiceCollection services) =>
        services.AddEndpointsApiExplorer().AddSwaggerGen();

    internal static void UseContract(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI();
    }
}
