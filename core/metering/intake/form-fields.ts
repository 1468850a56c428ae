import { Rejection } from '../../kernel/rejection.ts';

/**
 * The fields of `application/x-www-form-urlencoded` text, each once. Nothing is guessed: what is no percent-encoding of
 * UTF-8 is refused, as two texts would read alike otherwise.
 * @throws Rejection
 */
export function formFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = decoded(at < 0 ? part : part.slice(0, at));
    if (fields.has(name)) {
      const param = name.slice(0, 128).toWellFormed();
      throw new Rejection('request.invalid', `give the parameter ${param} once`, { param });
    }
    fields.set(name, at < 0 ? '' : decoded(part.slice(at + 1)));
  }
  return fields;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Rejection(
      'request.malformed-text',
      'percent-encode names and values of the form as UTF-8: some of it cannot be decoded',
    );
  }
}
