using System.Globalization;
using CleanAuth.Application.Spend;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Paging;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>The words and ranges of <c>cursor</c> and <c>limit</c>, the same for every list, and the ranges of what some lists ask besides.</summary>
internal sealed class PageParameters : IParameterFilter
{
    internal static void Bound(OpenApiSchema limit) => (limit.Minimum, limit.Maximum) = ("1", PageRequest.MaxSize.ToString(CultureInfo.InvariantCulture));

    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        if (parameter is not OpenApiParameter { In: ParameterLocation.Query, Schema: OpenApiSchema schema } query)
        {
            return;
        }

        switch (query.Name)
        {
            case "cursor":
                query.Description = "The nextCursor of the page before, as it was given; without it the list begins.";
                (schema.MinLength, schema.MaxLength) = (IPageCursors.Length, IPageCursors.Length);
                break;
            case "limit":
                query.Description = "The most items of one page.";
                Bound(schema);
                schema.Default = PageRequest.DefaultSize;
                break;
            case "days":
                (schema.Minimum, schema.Maximum) = ("1", UsageRules.MostDays.ToString(CultureInfo.InvariantCulture));
                schema.Default = ListSmsUsageQuery.DefaultDays;
                break;
            case "callingCode":
                (schema.MinLength, schema.MaxLength, schema.Pattern) = (1, CallingCode.Unassigned.Length, $"^([1-9][0-9]{{0,2}}|{CallingCode.Unassigned})$");
                break;
        }
    }
}
