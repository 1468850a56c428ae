import type { z } from 'zod';
import type { Shape } from './shapes.ts';

/** The first thing that keeps a value from having a shape. */
export interface Fault {
  readonly code: 'request.unknown-field' | 'request.invalid';
  /** Steps from the value to the place. */
  readonly path: readonly string[];
  readonly detail: string;
}

/** `value` as the shape says, or what is wrong with it; of several faults, unknown fields first. */
export function checked<Value>(
  shape: Shape<Value>,
  value: unknown,
): { readonly value: Value } | { readonly fault: Fault } {
  const result = shape.safeParse(value, { reportInput: true });
  if (result.success) return { value: result.data };
  const { issues } = result.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) throw result.error;
  return { fault: faultOf(issue) };
}

function faultOf(issue: z.core.$ZodIssue): Fault {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return {
      code: 'request.unknown-field',
      path: [...path, key],
      detail: `remove ${shown(key)}, which is not a field here`,
    };
  }
  return { code: 'request.invalid', path, detail: detailOf(issue) };
}

function detailOf(issue: z.core.$ZodIssue): string {
  const got = `got ${gist(issue.input)}`;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `add it: ${aKind(issue.expected)}`
        : `send ${aKind(issue.expected)}, ${got}`;
    case 'invalid_value':
      return `send one of ${issue.values.map(String).join(', ')}; ${got}`;
    case 'too_big':
      return `send at most ${issue.maximum}${unitOf(issue.origin)}, ${got}`;
    case 'too_small':
      return issue.minimum === 1 && unitOf(issue.origin) !== ''
        ? `send one that is not empty, ${got}`
        : `send at least ${issue.minimum}${unitOf(issue.origin)}, ${got}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'custom':
      return `${issue.message}, ${got}`;
  }
}

const aKind = (expected: string): string =>
  /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' items' : '';
}

const shown = (text: string): string =>
  JSON.stringify(text.length > 64 ? `${text.slice(0, 60).toWellFormed()}…` : text);

function gist(input: unknown): string {
  if (typeof input === 'string') return shown(input);
  if (typeof input === 'number' || typeof input === 'boolean') return String(input);
  if (input === undefined || input === null) return 'nothing';
  return Array.isArray(input) ? `an array of ${input.length}` : 'an object';
}
