using System.Xml.Linq;
using CleanAuth.Application.Sms;
using CleanAuth.Domain;
using CleanAuth.Domain.Sms;
using CleanAuth.WebApi.Errors;
using Microsoft.AspNetCore.Mvc;

namespace CleanAuth.WebApi.Sms;

/// <summary>A call's script in Plivo's XML. Every inserted value is a text or attribute of a tree, so nothing in it can be an element.</summary>
internal static class CallXml
{
    internal const string MediaType = "application/xml";

    internal static ActionResult ToXml(this Result<CallScript> result)
    {
        if (!result.IsSuccess)
        {
            Result<Done> refusal = result.Error;
            return refusal.ToNoContent();
        }

        return new ContentResult { Content = Write(result.Value), ContentType = $"{MediaType}; charset=utf-8", StatusCode = StatusCodes.Status200OK };
    }

    internal static string Write(CallScript script) =>
        new XElement("Response", First(script), new XElement("Hangup")).ToString(SaveOptions.DisableFormatting);

    private static XElement? First(CallScript script) => script switch
    {
        { Text: null } => null,
        { KeyPress: null } => new XElement("Speak", Voice(script), new XAttribute("loop", 2), script.Text),
        _ => new XElement("GetDigits", [.. GetDigits(script.KeyPress), new XElement("Speak", Voice(script), script.Text)]),
    };

    private static XAttribute[] Voice(CallScript script) => [new("language", script.Voice!), new("voice", "WOMAN")];

    // Plivo would keep the pressed key in its log otherwise.
    private static XAttribute[] GetDigits(Uri keyPress) =>
    [
        new("action", keyPress.AbsoluteUri), new("method", "POST"), new("numDigits", 1), new("validDigits", SpokenText.Key), new("timeout", 10), new("retries", 2),
        new("log", "false"),
    ];
}
