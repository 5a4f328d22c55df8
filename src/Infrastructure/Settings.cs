using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure;

/// <summary>Options that are bound to a section and checked at start; each problem is a sentence that names the setting as an operator writes it.</summary>
public static class Settings
{
    public static OptionsBuilder<T> AddSettings<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class
    {
        services.AddSingleton<IValidateOptions<T>>(new Annotations<T>(section));
        return services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateOnStart();
    }

    /// <summary>As <see cref="AddSettings{T}"/>, and handlers get the plain object.</summary>
    internal static IServiceCollection AddPolicy<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class
    {
        services.AddSettings<T>(configuration, section);
        return services.AddSingleton(provider => provider.GetRequiredService<IOptions<T>>().Value);
    }

    /// <summary>What the annotations of <paramref name="options"/> say against it.</summary>
    internal static IEnumerable<string> Problems(string section, object options)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
        return found.Select(problem => $"{section}:{problem.MemberNames.Single()} is not valid: {problem.ErrorMessage}");
    }

    private sealed class Annotations<T>(string section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            string[] problems = [.. Problems(section, options)];
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
