using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>Where a message stands; the numbers are stored.</summary>
internal enum OutboxState
{
    Queued = 1,

    /// <summary>It may be on its way. A lease that runs out in this state means: unknown, never sent again.</summary>
    Sending = 2,
    Sent = 3,
    Failed = 4,
    Unknown = 5,

    /// <summary>It arrived, says the gateway.</summary>
    Delivered = 6,

    /// <summary>Plivo took it, and the network gave it up.</summary>
    Undelivered = 7,

    /// <summary>A node took it and has certainly not sent it yet. After the lease any node may take it.</summary>
    Claimed = 8,
}

internal sealed class OutboxMessageRow
{
    public required Guid Id { get; init; }

    public string? ChallengeId { get; init; }

    /// <summary>Whose code or notice it is; null when it was asked for without an account.</summary>
    public Guid? AccountId { get; init; }

    public AppUser? Account { get; init; }

    public required OtpChannel Channel { get; init; }

    public required string Phone { get; init; }

    /// <summary>Whose voice reads the text of a call.</summary>
    public string? Voice { get; init; }

    /// <summary>Encrypted by Data Protection; erased as soon as nobody has to read it any more. A call reads it when somebody has pressed the key.</summary>
    public byte[]? ProtectedText { get; set; }

    public OutboxState State { get; set; } = OutboxState.Queued;

    /// <summary>Grows with each claim and so tells one holder of the message from the next.</summary>
    public int Attempts { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Queued: not before this. Claimed, Sending: the end of the lease.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The gateway's name for it.</summary>
    public string? ProviderId { get; set; }

    public string? Reason { get; set; }

    /// <summary>Millionths that the spend guard counts for this message: a price of configuration until the gateway tells the real one.</summary>
    public long PriceMicros { get; set; }

    /// <summary>The row goes when it is finished: the last message to a number that is nobody's any more.</summary>
    public bool IsLast { get; init; }

    /// <summary>The gateway's name for the one call that may ask for the text; the first that asks.</summary>
    public string? CallId { get; set; }

    internal static void Configure(EntityTypeBuilder<OutboxMessageRow> message)
    {
        message.ToTable("outbox_messages");
        message.Property(m => m.Id).ValueGeneratedNever();
        message.Property(m => m.ChallengeId).HasMaxLength(Domain.Otp.ChallengeId.Length);
        message.Property(m => m.Phone).HasMaxLength(PhoneNumber.MaxLength);
        message.Property(m => m.Voice).HasMaxLength(5);
        message.Property(m => m.ProtectedText).HasMaxLength(4096);
        message.Property(m => m.ProviderId).HasMaxLength(100);
        message.Property(m => m.Reason).HasMaxLength(50);
        message.Property(m => m.CallId).HasMaxLength(64);
        message.HasIndex(m => new { m.State, m.DueAt });
        message.HasIndex(m => new { m.Phone, m.State });
        message.Property(m => m.IsLast).HasDefaultValue(false);
        message.HasOne(m => m.Account).WithMany().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Cascade);
        message.HasIndex(m => m.ProviderId);
        message.HasIndex(m => m.CreatedAt);

        // Only the few whose text still lives.
        message.HasIndex(m => m.ExpiresAt).HasFilter("protected_text IS NOT NULL");
    }
}
