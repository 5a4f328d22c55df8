using AutoMapper;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using MediatR;

namespace CleanAuth.Application.Accounts;

/// <summary>The profile of the account that asks.</summary>
public sealed record GetAccountQuery(AccountId Account) : IRequest<Result<AccountProfile>>;

/// <summary>An account as its owner sees it.</summary>
public sealed class AccountProfile
{
    /// <summary>The <c>sub</c> of the account's tokens.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>In the canonical form that is stored.</summary>
    public required string Email { get; init; }

    /// <summary>How to address the person, if it was given.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The verified number, if there is one.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>When it signed up.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>False: a lost password could not be replaced; a verified number mends that, and so do recovery codes.</summary>
    public required bool Recoverable { get; set; }
}

public sealed class AccountMapping : Profile
{
    public AccountMapping() => CreateMap<Account, AccountProfile>()
        .ForMember(profile => profile.AccountId, map => map.MapFrom(account => account.Id.Value))
        .ForMember(profile => profile.Email, map => map.MapFrom(account => account.Email.Value))
        .ForMember(profile => profile.PhoneNumber, map => map.MapFrom(account => account.PhoneNumber == null ? null : account.PhoneNumber.Value))
        .ForMember(profile => profile.Recoverable, map => map.Ignore());
}

/// <summary>Writes the profile of an account; asks for recovery codes only where they matter.</summary>
public sealed class AccountProfiles(IRecoveryCodes codes, IMapper mapper)
{
    public async Task<AccountProfile> OfAsync(Account account, CancellationToken ct)
    {
        var left = account.PhoneNumber is null ? await codes.CountAsync(account.Id, ct) : 0;
        var profile = mapper.Map<AccountProfile>(account);
        profile.Recoverable = account.IsRecoverable(left);
        return profile;
    }
}

public sealed class GetAccountHandler(IAccounts accounts, AccountProfiles profiles) : IRequestHandler<GetAccountQuery, Result<AccountProfile>>
{
    public async Task<Result<AccountProfile>> Handle(GetAccountQuery request, CancellationToken cancellationToken) =>
        await accounts.FindAsync(request.Account, cancellationToken) is { } account ? await profiles.OfAsync(account, cancellationToken) : SessionErrors.TokenInvalid;
}
