namespace CleanAuth.TestKit.Import;

/// <summary>
/// A password and a hash of it that another program made. bcrypt: python-bcrypt 3.2.2 (<c>bcrypt.hashpw</c>), Apache's <c>htpasswd -nbB</c>
/// and PHP 8.2 (<c>password_hash</c>). PBKDF2: passlib 1.7.4, and Python's <c>hashlib.pbkdf2_hmac</c> put into PHC form. ASP.NET Identity:
/// <c>hashlib.pbkdf2_hmac</c> put into Identity's layout, so that a mistake in reading it would not be made twice.
/// </summary>
public sealed record HashVector(string Name, string Password, string Hash)
{
    private const string Plain = "correct horse battery staple";
    private const string Umlauts = "Grüße aus Köln, 12 € und 🔑";

    public static IReadOnlyList<HashVector> All { get; } =
    [
        new("Identity 2", Plain, "AK8nLMzVOQgVCMHTYWuHhLQC1nl5MVB52tkaxPpnr4DfvG1/CyYNDaaasxBsoWyZ5A=="),
        new("Identity 2, umlauts", Umlauts, "AGV6d7E9PkURv8lAtzJFXrnK9NWW31nbE/lhYeePsHWPWtrY/vM/zwva5FqIF9q5Zw=="),
        new("Identity 3, SHA-1", Plain, "AQAAAAAAAAPoAAAAEIjE8S7D3DyvEnP5lf8Cbj26LYex7h4sub27fFWs031AeKaisTxdZzEAIuKBkPAB7w=="),
        new("Identity 3, SHA-256 10,000", Plain, "AQAAAAEAACcQAAAAEMMOCoNmB0LkIfa82wjA7PU4jsEvG/fipP8B3bpYdcSK0N0YsbRJV8VpVMTvD/e/cw=="),
        new("Identity 3, SHA-512 100,000", Plain, "AQAAAAIAAYagAAAAELxMfZ6kwnn7b/2olrkSsl+6g72TeiEn2eOEUxJd7ppvHcCr7Ek3JprLIMuNxoLaZQ=="),
        new("Identity 3, more rounds than ours", Plain, "AQAAAAIABJPgAAAAENFh+6TN4qTdfaWu2SPM/4EwjRp+ny3GhF5nb3/5aFJMU991KAgxFdMVyVRCO7/kJQ=="),
        new("Identity 3, umlauts", Umlauts, "AQAAAAIAAYagAAAAEMK3DTSAl1kbOP91mF/nQ/TGi129gSae7CM/0V3AtLdS+s5Qi+BIYBzBhXoHl8BpWA=="),
        new("bcrypt 2a", Plain, "$2a$06$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM6"),
        new("bcrypt 2a, umlauts", Umlauts, "$2a$06$6wa0rIpaHWj8ZSqhR2sNVegcdqCHSd7BMg1sYfeTzATetKUcUJmEy"),
        new("bcrypt 2b", Plain, "$2b$06$QZrYzXGQUksKkuBVywiqn..xpDuVwuZlpHLKMQZBzQ9MbPRDxdV3W"),
        new("bcrypt 2b, umlauts", Umlauts, "$2b$06$TOsOX1LrijvaTcGWQ7ze5eOkGfq79DzFEvH5PYRF.4yqBLxXD7..u"),
        new("bcrypt 2y of htpasswd", Plain, "$2y$06$Pi5EynGcFJtKJuavV4OUyunq1tUEUcjqcKHjgbgkr/PZYnMYi8D2m"),
        new("bcrypt 2y of htpasswd, umlauts", Umlauts, "$2y$06$vYKfu.9RsS0LdJQ8/VRRVOCPrMEXR0/zGU0j14r/pdXrCUCEErpH6"),
        new("bcrypt 2y of PHP", Plain, "$2y$06$.QdT9dAaLhFE5OuHPoGSPuAZYv1u4ElcEu76aJNA5ElP5e0MQjBsi"),
        new("PBKDF2 SHA-256", Plain, "$pbkdf2-sha256$i=60000,l=32$obQZU9XdCIE5knCi54VfHw$BkfghTD4GWR+SXNF1eKH9+a4xiGUjdR9GVRiI+CcoAg"),
        new("PBKDF2 SHA-256, umlauts", Umlauts, "$pbkdf2-sha256$i=60000,l=32$UYGJOh2nUct0d6U1vbE1RQ$Gr3Fb9ku3M63hoslqszGI9nvgYlNj7Gqs1VwVtgO/+c"),
        new("PBKDF2 SHA-512 without length", Plain, "$pbkdf2-sha512$i=30000$IUJWyIiyFpJuGRVdTBEu8A$k3NP3URMM24DB6yyQtdXZM0UMigdiA3oNckRGWyZbXB/QleRYlQGV1Mtv8CjonOW5nBKQHBMeKxlxjf8MEGihw"),
        new("PBKDF2 SHA-512, umlauts", Umlauts, "$pbkdf2-sha512$i=30000$fX7/3aaM4naTQIZqWOuZkA$BFvb01K0pkJJqC5OETsVKfeX6EHKz/yikDYI/bnC5/PX2HNw9E3bHA4X+GnJrYkQfCsLJjcdLIfDYKhCTkJGIQ"),
        new("passlib SHA-256", Plain, "$pbkdf2-sha256$29000$hTAmJEQIAWBsrbW2do5xTg$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmY"),
        new("passlib SHA-256, umlauts", Umlauts, "$pbkdf2-sha256$29000$yznHmNO6txbifO8dg9Aaow$lKdpMWWIAyrivzKDxgXwOOBel90U0jQHClrEydvclf0"),
        new("passlib SHA-512", Plain, "$pbkdf2-sha512$25000$rrV2DmGMsda6d64VQuh9zw$hm9EjqECCb6k8kXKLpDWOYizn/n.Rv2BU759JXIsOEYrKHiLSYvzK3HOGUxhZVOhoxr2XnDKpd5v.Nzw41OCUw"),
        new("passlib SHA-512, umlauts", Umlauts, "$pbkdf2-sha512$25000$h5BSKqX0vncOISTk3Lv3Pg$JpuMtlTmfW9.Il5.60KFNmFzV1neLSiwc2xoEbxtKmCs5q2IW4JajGvjW/VJOZBzMyye8sijQf2bMSvU3CH1LQ"),
    ];

    /// <summary>bcrypt of python-bcrypt, of a password with 100 bytes: it read the first 72, which are all <c>x</c>.</summary>
    public static HashVector PastBcrypt { get; } = new("bcrypt of 100 bytes", $"{new string('x', 72)}tail that bcrypt never reads", "$2b$06$5xBAwAuWuf8hXB1PBl2Kk.lwr5hAUyZBA3bTEqIwXtM2bfIyb6Kue");

    /// <summary>bcrypt of python-bcrypt.</summary>
    public static HashVector Cheap { get; } = new("bcrypt of the lowest cost", "correct horse", "$2b$04$hMI6PttDoZQC8eTZhaiMbuJIOl/Pdmd8kEK6UUqnI6zbGiODDuPQq");

    /// <summary>Forms that are like ours and are not, or that no password could fit.</summary>
    public static IReadOnlyList<string> Malformed { get; } =
    [
        "", "$", "$$", "$2", "$2b$", "!", "=", "AA", "AA==", "AQ==", "not base64", "correct horse battery staple",
        "$2x$06$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM6",
        "$2$06$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM6",
        "$2b$03$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM6",
        "$2b$32$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM6",
        "$2b$6$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM6",
        "$2b$06$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM",
        "$2b$06$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM6\n",
        "$2b$06$NnrOtmJDa9snvcyKUzQB1/qStqOxwyEo8BqUhveSMxjoK6lY50TM6",
        "$2b$06$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM7",
        "$2b$06$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50T:6",
        "$1$salt$qJH7.N4xYta3aEG/dfqo/0",
        "$6$salt$IxDD3jeSOb5eB1CX5LBsqZFVkJdido3OUILO5Ifz5iwMuTS4XMS130MTSuDDl3aCI6WouIL9AjRbLCelDCy.g.",
        "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG",
        "$pbkdf2$29000$hTAmJEQIAWBsrbW2do5xTg$xC7RKIQS8adAdNYGNqeDH9zQV4c",
        "$pbkdf2-sha1$i=1000,l=20$hTAmJEQIAWBsrbW2do5xTg$xC7RKIQS8adAdNYGNqeDH9zQV4c",
        "$pbkdf2-sha256$0$hTAmJEQIAWBsrbW2do5xTg$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmY",
        "$pbkdf2-sha256$-1$hTAmJEQIAWBsrbW2do5xTg$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmY",
        "$pbkdf2-sha256$99999999999$hTAmJEQIAWBsrbW2do5xTg$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmY",
        "$pbkdf2-sha256$i=29000,l=31$hTAmJEQIAWBsrbW2do5xTg$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmY",
        "$pbkdf2-sha256$l=32,i=29000$hTAmJEQIAWBsrbW2do5xTg$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmY",
        "$pbkdf2-sha256$29000$hTAmJEQIAWBsrbW2do5xTg$xC7RKIQS8adAdNYGNqeDH",
        "$pbkdf2-sha256$29000$hTAmJEQIAW$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmY",
        "$pbkdf2-sha256$29000$hTAmJEQIAWBsrbW2do5xT$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmY$",
        "$pbkdf2-sha256$29000$hTAmJEQIAWBsrbW2do5xTgA$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmYab",
        "$pbkdf2-sha256$29000$$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmY",
        "AK8nLMzVOQgVCMHTYWuHhLQC1nl5MVB52tkaxPpnr4DfvG1/CyYNDaaasxBsoWyZ",
        "AK8nLMzVOQgVCMHTYWuHhLQC1nl5MVB52tkaxPpnr4DfvG1/CyYNDaaasxBsoWyZ5A",
        "Aq8nLMzVOQgVCMHTYWuHhLQC1nl5MVB52tkaxPpnr4DfvG1/CyYNDaaasxBsoWyZ5A==",
        "AQAAAAMAACcQAAAAEMMOCoNmB0LkIfa82wjA7PU4jsEvG/fipP8B3bpYdcSK0N0YsbRJV8VpVMTvD/e/cw==",
        "AQAAAAEAAAAAAAAAEMMOCoNmB0LkIfa82wjA7PU4jsEvG/fipP8B3bpYdcSK0N0YsbRJV8VpVMTvD/e/cw==",
        "AQAAAAEAACcQAAAAD8MOCoNmB0LkIfa82wjA7PU4jsEvG/fipP8B3bpYdcSK0N0YsbRJV8VpVMTvD/e/cw==",
        "AQAAAAEAACcQ/////8MOCoNmB0LkIfa82wjA7PU4jsEvG/fipP8B3bpYdcSK0N0YsbRJV8VpVMTvD/e/cw==",
        "AQAAAAEAACcQAAAAIcMOCoNmB0LkIfa82wjA7PU4jsEvG/fipP8B3bpYdcSK0N0YsbRJV8VpVMTvD/e/cw==",
    ];

    /// <summary>What a hash that is dear to check looks like; each costs more than is allowed.</summary>
    public static IReadOnlyList<string> Dear { get; } =
    [
        "$2b$15$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM6",
        "$2a$31$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM6",
        "$pbkdf2-sha256$2000001$hTAmJEQIAWBsrbW2do5xTg$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmY",
        "$pbkdf2-sha256$i=9999999999$hTAmJEQIAWBsrbW2do5xTg$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmY",
        "$pbkdf2-sha256$1000001$rrV2DmGMsda6d64VQuh9zw$hm9EjqECCb6k8kXKLpDWOYizn/n.Rv2BU759JXIsOEYrKHiLSYvzK3HOGUxhZVOhoxr2XnDKpd5v.Nzw41OCUw",
        "AQAAAAIAHoSBAAAAEMMOCoNmB0LkIfa82wjA7PU4jsEvG/fipP8B3bpYdcSK0N0YsbRJV8VpVMTvD/e/cw==",
        "AQAAAAH/////AAAAEMMOCoNmB0LkIfa82wjA7PU4jsEvG/fipP8B3bpYdcSK0N0YsbRJV8VpVMTvD/e/cw==",
        "AQAAAAAAD0JBAAAAEMMOCoNmB0LkIfa82wjA7PU4jsEvG/fipP8B3bpYdcSK0N0YsbRJV8VpVMTvD/e/cw==",
    ];

    /// <summary>Prints its name, which is also that of a test.</summary>
    public override string ToString() => Name;
}
