namespace CleanAuth.Domain.Sms;

/// <summary>The words of a notice: the brand, what happened and what to do. No link, code, name, number or address.</summary>
public static class NoticeText
{
    // Without letters that the GSM alphabet lacks, see CodeText.
    private static readonly Dictionary<string, Words> s_words = new()
    {
        ["en"] = new(": ", " If this was not you, change your password.", kind => kind switch
        {
            NoticeKind.SmsFactorEnabled => "codes by SMS were switched on for your account.",
            NoticeKind.SmsFactorDisabled => "codes by SMS were switched off for your account.",
            NoticeKind.TotpFactorEnabled => "an authenticator app was added to your account.",
            NoticeKind.TotpFactorDisabled => "the authenticator app was removed from your account.",
            NoticeKind.RecoveryCodesCreated => "new recovery codes were made for your account.",
            NoticeKind.RecoveryCodeUsed => "a recovery code of your account was used.",
            NoticeKind.PhoneReplaced => "this number was replaced by another in your account.",
            NoticeKind.PhoneAdopted => "this number replaced another in your account.",
            NoticeKind.SecondFactorFailed => "somebody with your password entered wrong codes.",
            NoticeKind.PasswordChanged => "the password of your account was changed.",
            NoticeKind.PasswordReset => "the password of your account was reset.",
            NoticeKind.RefreshTokenReused => "a stolen session of your account was ended.",
            NoticeKind.LoginAfterFailures => "a log-in after many wrong passwords.",
            NoticeKind.PhoneRemoved => "this number was removed from your account.",
            NoticeKind.AccountDeleted => "your account was deleted.",
            NoticeKind.AdministratorAppointed => "your account may now administer this service.",
            NoticeKind.AdministratorDismissed => "your account may no longer administer this service.",
            NoticeKind.AccountDisabled => "an administrator disabled your account.",
            NoticeKind.FactorRequired => "an administrator asks for a second factor in your account. Switch one on.",
            NoticeKind.FactorsReset => "an administrator removed the second factors of your account.",
        }),
        ["de"] = new(": ", " Waren Sie das nicht? Ändern Sie Ihr Passwort.", kind => kind switch
        {
            NoticeKind.SmsFactorEnabled => "Codes per SMS wurden für Ihr Konto eingeschaltet.",
            NoticeKind.SmsFactorDisabled => "Codes per SMS wurden für Ihr Konto ausgeschaltet.",
            NoticeKind.TotpFactorEnabled => "Ihrem Konto wurde eine Authenticator-App hinzugefügt.",
            NoticeKind.TotpFactorDisabled => "Die Authenticator-App wurde aus Ihrem Konto entfernt.",
            NoticeKind.RecoveryCodesCreated => "Ihr Konto hat neue Wiederherstellungscodes.",
            NoticeKind.RecoveryCodeUsed => "Ein Wiederherstellungscode Ihres Kontos wurde benutzt.",
            NoticeKind.PhoneReplaced => "Diese Nummer wurde in Ihrem Konto durch eine andere ersetzt.",
            NoticeKind.PhoneAdopted => "Diese Nummer ersetzt in Ihrem Konto eine andere.",
            NoticeKind.SecondFactorFailed => "Jemand mit Ihrem Passwort hat falsche Codes eingegeben.",
            NoticeKind.PasswordChanged => "Das Passwort Ihres Kontos wurde geändert.",
            NoticeKind.PasswordReset => "Das Passwort Ihres Kontos wurde zurückgesetzt.",
            NoticeKind.RefreshTokenReused => "Eine gestohlene Sitzung Ihres Kontos wurde beendet.",
            NoticeKind.LoginAfterFailures => "Eine Anmeldung nach vielen falschen Passwörtern.",
            NoticeKind.PhoneRemoved => "Diese Nummer wurde aus Ihrem Konto entfernt.",
            NoticeKind.AccountDeleted => "Ihr Konto wurde gelöscht.",
            NoticeKind.AdministratorAppointed => "Ihr Konto darf diesen Dienst jetzt verwalten.",
            NoticeKind.AdministratorDismissed => "Ihr Konto darf diesen Dienst nicht mehr verwalten.",
            NoticeKind.AccountDisabled => "Ihr Konto wurde gesperrt.",
            NoticeKind.FactorRequired => "Ein Administrator verlangt für Ihr Konto einen zweiten Faktor. Schalten Sie einen ein.",
            NoticeKind.FactorsReset => "Ein Administrator hat die zweiten Faktoren Ihres Kontos entfernt.",
        }),
        ["fr"] = new(" : ", " Ce n'est pas vous ? Changez votre mot de passe.", kind => kind switch
        {
            NoticeKind.SmsFactorEnabled => "les codes par SMS sont maintenant actifs pour votre compte.",
            NoticeKind.SmsFactorDisabled => "les codes par SMS ne sont plus actifs pour votre compte.",
            NoticeKind.TotpFactorEnabled => "une application d'authentification a été ajoutée à votre compte.",
            NoticeKind.TotpFactorDisabled => "l'application d'authentification a été retirée de votre compte.",
            NoticeKind.RecoveryCodesCreated => "de nouveaux codes de secours ont été créés pour votre compte.",
            NoticeKind.RecoveryCodeUsed => "un code de secours de votre compte a été utilisé.",
            NoticeKind.PhoneReplaced => "ce numéro a été remplacé par un autre dans votre compte.",
            NoticeKind.PhoneAdopted => "ce numéro en a remplacé un autre dans votre compte.",
            NoticeKind.SecondFactorFailed => "quelqu'un qui a votre mot de passe a entré de faux codes.",
            NoticeKind.PasswordChanged => "le mot de passe de votre compte a été changé.",
            NoticeKind.PasswordReset => "le mot de passe de votre compte a été remplacé.",
            NoticeKind.RefreshTokenReused => "une session volée de votre compte a été fermée.",
            NoticeKind.LoginAfterFailures => "une connexion après beaucoup de mots de passe faux.",
            NoticeKind.PhoneRemoved => "ce numéro a été retiré de votre compte.",
            NoticeKind.AccountDeleted => "votre compte a été supprimé.",
            NoticeKind.AdministratorAppointed => "votre compte peut maintenant administrer ce service.",
            NoticeKind.AdministratorDismissed => "votre compte ne peut plus administrer ce service.",
            NoticeKind.AccountDisabled => "votre compte a été désactivé.",
            NoticeKind.FactorRequired => "un administrateur demande un second facteur pour votre compte. Activez-en un.",
            NoticeKind.FactorsReset => "un administrateur a retiré les seconds facteurs de votre compte.",
        }),
        ["es"] = new(": ", " Si no fue usted, cambie su contraseña.", kind => kind switch
        {
            NoticeKind.SmsFactorEnabled => "se activaron las claves por SMS en su cuenta.",
            NoticeKind.SmsFactorDisabled => "se desactivaron las claves por SMS en su cuenta.",
            NoticeKind.TotpFactorEnabled => "su cuenta usa desde ahora una app que genera claves.",
            NoticeKind.TotpFactorDisabled => "su cuenta ya no usa la app que genera claves.",
            NoticeKind.RecoveryCodesCreated => "su cuenta tiene nuevas claves de reserva.",
            NoticeKind.RecoveryCodeUsed => "se ha usado una clave de reserva de su cuenta.",
            NoticeKind.PhoneReplaced => "este teléfono ya no es el de su cuenta.",
            NoticeKind.PhoneAdopted => "este teléfono es ahora el de su cuenta.",
            NoticeKind.SecondFactorFailed => "alguien que sabe su contraseña ha dado claves falsas.",
            NoticeKind.PasswordChanged => "se ha cambiado la contraseña de su cuenta.",
            NoticeKind.PasswordReset => "se ha restablecido la contraseña de su cuenta.",
            NoticeKind.RefreshTokenReused => "se ha cerrado un acceso robado a su cuenta.",
            NoticeKind.LoginAfterFailures => "un acceso tras muchas contraseñas falsas.",
            NoticeKind.PhoneRemoved => "este teléfono ya no es de su cuenta.",
            NoticeKind.AccountDeleted => "su cuenta se ha borrado.",
            NoticeKind.AdministratorAppointed => "su cuenta puede administrar ahora este servicio.",
            NoticeKind.AdministratorDismissed => "su cuenta ya no puede administrar este servicio.",
            NoticeKind.AccountDisabled => "su cuenta se ha desactivado.",
            NoticeKind.FactorRequired => "un administrador pide un segundo factor en su cuenta. Active uno.",
            NoticeKind.FactorsReset => "un administrador ha quitado los segundos factores de su cuenta.",
        }),
        ["pt"] = new(": ", " Foi outra pessoa? Mude a sua palavra-passe.", kind => kind switch
        {
            NoticeKind.SmsFactorEnabled => "a sua conta pede agora chaves por SMS.",
            NoticeKind.SmsFactorDisabled => "a sua conta deixou de pedir chaves por SMS.",
            NoticeKind.TotpFactorEnabled => "a sua conta usa agora uma app de chaves.",
            NoticeKind.TotpFactorDisabled => "a sua conta deixou de usar a app de chaves.",
            NoticeKind.RecoveryCodesCreated => "a sua conta tem novas chaves de reserva.",
            NoticeKind.RecoveryCodeUsed => "foi usada uma chave de reserva da sua conta.",
            NoticeKind.PhoneReplaced => "este telefone deixou de ser o da sua conta.",
            NoticeKind.PhoneAdopted => "este telefone passou a ser o da sua conta.",
            NoticeKind.SecondFactorFailed => "alguém que sabe a sua palavra-passe deu chaves erradas.",
            NoticeKind.PasswordChanged => "mudou a palavra-passe da sua conta.",
            NoticeKind.PasswordReset => "a palavra-passe da sua conta foi trocada.",
            NoticeKind.RefreshTokenReused => "um acesso roubado à sua conta foi fechado.",
            NoticeKind.LoginAfterFailures => "uma entrada depois de muitas palavras-passe erradas.",
            NoticeKind.PhoneRemoved => "este telefone saiu da sua conta.",
            NoticeKind.AccountDeleted => "a sua conta foi apagada.",
            NoticeKind.AdministratorAppointed => "a sua conta pode agora administrar este sistema.",
            NoticeKind.AdministratorDismissed => "a sua conta deixou de administrar este sistema.",
            NoticeKind.AccountDisabled => "a sua conta foi desativada.",
            NoticeKind.FactorRequired => "um administrador pede um segundo fator na sua conta. Ative um.",
            NoticeKind.FactorsReset => "um administrador retirou os segundos fatores da sua conta.",
        }),
        ["zh"] = new("：", "若非本人操作，请立即修改密码。", kind => kind switch
        {
            NoticeKind.SmsFactorEnabled => "您的账户已开启短信验证。",
            NoticeKind.SmsFactorDisabled => "您的账户已关闭短信验证。",
            NoticeKind.TotpFactorEnabled => "您的账户已添加身份验证器。",
            NoticeKind.TotpFactorDisabled => "您的账户已移除身份验证器。",
            NoticeKind.RecoveryCodesCreated => "您的账户已生成新的恢复码。",
            NoticeKind.RecoveryCodeUsed => "您的账户使用了一个恢复码。",
            NoticeKind.PhoneReplaced => "您的账户已更换手机号，本号不再使用。",
            NoticeKind.PhoneAdopted => "您的账户已更换为本手机号。",
            NoticeKind.SecondFactorFailed => "有人用您的密码登录，并输错验证码。",
            NoticeKind.PasswordChanged => "您的账户密码已修改。",
            NoticeKind.PasswordReset => "您的账户密码已重置。",
            NoticeKind.RefreshTokenReused => "您的账户中一个被盗的会话已结束。",
            NoticeKind.LoginAfterFailures => "多次输错密码后有人登录了您的账户。",
            NoticeKind.PhoneRemoved => "本手机号已从您的账户移除。",
            NoticeKind.AccountDeleted => "您的账户已删除。",
            NoticeKind.AdministratorAppointed => "您的账户已成为管理员。",
            NoticeKind.AdministratorDismissed => "您的账户不再是管理员。",
            NoticeKind.AccountDisabled => "您的账户已被停用。",
            NoticeKind.FactorRequired => "管理员要求您的账户启用双重验证，请尽快开启。",
            NoticeKind.FactorsReset => "管理员已移除您账户的双重验证。",
        }),
    };

    public static IReadOnlyCollection<string> Languages => s_words.Keys;

    /// <summary>Fits one message with every brand that <see cref="SmsPolicy.BrandName"/> may hold.</summary>
    public static string Write(NoticeKind kind, SmsPolicy sms)
    {
        var words = s_words[sms.NoticeLanguage];
        var whatToDo = PasswordDoesNotHelp(kind) ? "" : words.WhatToDo;
        return $"{sms.BrandName}{words.Colon}{words.WhatHappened(kind)}{whatToDo}";
    }

    // What an administrator did, and what is gone.
    private static bool PasswordDoesNotHelp(NoticeKind kind) =>
        kind is NoticeKind.AccountDeleted or NoticeKind.AdministratorAppointed or NoticeKind.AdministratorDismissed or NoticeKind.AccountDisabled or NoticeKind.FactorRequired;

    private sealed record Words(string Colon, string WhatToDo, Func<NoticeKind, string> WhatHappened);
}
