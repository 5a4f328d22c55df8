using System.Diagnostics.CodeAnalysis;

namespace CleanAuth.Domain;

/// <summary>A type that can be made from an <see cref="Error"/>, so that one pipeline step can refuse any request.</summary>
public interface IFailable<TSelf>
    where TSelf : IFailable<TSelf>
{
    static abstract TSelf Fail(Error error);
}

/// <summary>Either a value or the <see cref="Error"/> that kept it from being made.</summary>
public readonly struct Result<T> : IFailable<Result<T>>
    where T : notnull
{
    private readonly T? _value;
    private readonly Error? _error;

    private Result(T? value, Error? error, bool isSuccess) => (_value, _error, IsSuccess) = (value, error, isSuccess);

    /// <exception cref="InvalidOperationException">The result was never made: <c>default</c> is neither a success nor an error.</exception>
    public Error? Error => IsSuccess ? null : _error ?? throw new InvalidOperationException("The result was never made.");

    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess { get; }

    /// <exception cref="InvalidOperationException">The result is an error.</exception>
    public T Value => IsSuccess ? _value! : throw new InvalidOperationException($"There is no value: {Error.Code}.");

    public static Result<T> Fail(Error error) => new(default, error, isSuccess: false);

    public static implicit operator Result<T>(T value) => new(value, error: null, isSuccess: true);

    public static implicit operator Result<T>(Error error) => Fail(error);
}

/// <summary>The value of a success that has nothing to tell.</summary>
public readonly record struct Done;
