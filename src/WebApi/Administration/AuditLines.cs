using System.Text.Json;
using CleanAuth.Application.Auditing;
using CleanAuth.Domain;
using CleanAuth.WebApi.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CleanAuth.WebApi.Administration;

/// <summary>Writes an export while it is read: one JSON value in each line.</summary>
internal sealed class AuditLines(AuditExport export) : ActionResult
{
    internal const string ContentType = "application/x-ndjson";

    private static readonly byte[] s_newLine = "\n"u8.ToArray();

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var (http, ct) = (context.HttpContext, context.HttpContext.RequestAborted);
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        http.Response.ContentType = $"{ContentType}; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"audit-events.ndjson\"";
        await foreach (var line in export.Lines.WithCancellation(ct))
        {
            await JsonSerializer.SerializeAsync(http.Response.Body, line, line.GetType(), json, ct);
            await http.Response.Body.WriteAsync(s_newLine, ct);
        }
    }
}

internal static class AuditLinesResult
{
    internal static ActionResult ToLines(this Result<AuditExport> result) => result.IsSuccess ? new AuditLines(result.Value) : result.ToAnswer();
}
