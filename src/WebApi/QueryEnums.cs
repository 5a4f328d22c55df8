using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CleanAuth.WebApi;

/// <summary>Enum values in a query string as <see cref="CamelCaseEnums"/> has them in a body: the framework takes any case, numbers and lists.</summary>
internal sealed class QueryEnums : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) => context.Metadata.UnderlyingOrModelType.IsEnum ? new Binder() : null;

    private sealed class Binder : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var sent = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
            if (sent == ValueProviderResult.None)
            {
                return Task.CompletedTask;
            }

            if (Enum.GetValues(bindingContext.ModelMetadata.UnderlyingOrModelType).Cast<Enum>().FirstOrDefault(value => CamelCaseEnums.Name(value) == sent.FirstValue) is { } named)
            {
                bindingContext.Result = ModelBindingResult.Success(named);
            }
            else
            {
                // UnreadableBody says what is expected.
                bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, "unknown");
            }

            return Task.CompletedTask;
        }
    }
}
