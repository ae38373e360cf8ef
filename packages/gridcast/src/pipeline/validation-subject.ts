import type { SourceDeclaration } from '../collect/index.ts';
import type { ValidationSubject } from '../validate/index.ts';

/** What the source's own suite needs to know of its declaration. */
export function validationSubject({
  keys,
  valuesAtLeastZero,
}: SourceDeclaration): Omit<ValidationSubject, 'presentHour'> {
  return {
    keys: keys.map(({ name, values, isOpen }) => ({
      name,
      ...(values === undefined || isOpen === true ? {} : { values: values.map(({ text }) => text) }),
    })),
    valuesAtLeastZero,
  };
}
