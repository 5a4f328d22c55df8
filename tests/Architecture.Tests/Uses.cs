using System.Reflection;
using System.Reflection.Emit;

namespace CleanAuth.Architecture.Tests;

/// <summary>Every type and member that a type names in its signatures and in its code, closures and state machines included.</summary>
internal static class Uses
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    internal static HashSet<MemberInfo> Of(Type type)
    {
        var found = new HashSet<MemberInfo>();
        foreach (var part in new[] { type }.Concat(Nested(type)))
        {
            Add(found, [part.BaseType, .. part.GetInterfaces(), .. part.GetFields(Everything).Select(field => field.FieldType)]);
            foreach (var method in part.GetMethods(Everything).Cast<MethodBase>().Concat(part.GetConstructors(Everything)))
            {
                Add(found, [.. method.GetParameters().Select(parameter => parameter.ParameterType), (method as MethodInfo)?.ReturnType]);
                Add(found, [.. method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? []]);
                foreach (var member in NamedIn(method))
                {
                    Add(found, member);
                }
            }
        }

        return found;
    }

    private static IEnumerable<Type> Nested(Type type) => type.GetNestedTypes(Everything).SelectMany(nested => new[] { nested }.Concat(Nested(nested)));

    private static void Add(HashSet<MemberInfo> found, IEnumerable<Type?> types)
    {
        foreach (var type in types.OfType<Type>())
        {
            Add(found, type);
        }
    }

    private static void Add(HashSet<MemberInfo> found, MemberInfo member)
    {
        switch (member)
        {
            case Type { HasElementType: true } wrapped:
                Add(found, wrapped.GetElementType()!);
                break;
            case Type type:
                found.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
                Add(found, type.GetGenericArguments().Where(argument => !argument.IsGenericParameter));
                break;
            case MethodInfo { IsGenericMethod: true } method:
                found.Add(method.GetGenericMethodDefinition());
                Add(found, [method.DeclaringType, .. method.GetGenericArguments().Where(argument => !argument.IsGenericParameter)]);
                break;
            default:
                found.Add(member);
                Add(found, [member.DeclaringType]);
                break;
        }
    }

    private static IEnumerable<MemberInfo> NamedIn(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var typeArguments = method.DeclaringType!.GetGenericArguments();
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (var at = 0; at < code.Length;)
        {
            var opCode = code[at] == 0xFE ? s_opCodes[(short)(0xFE00 | code[++at])] : s_opCodes[code[at]];
            at++;
            if (opCode.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)!;
            }

            at += SizeOf(opCode.OperandType, code, at);
        }
    }

    private static int SizeOf(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
