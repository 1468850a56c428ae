import { remainder } from './bank-account.ts';

/**
 * The number of a document as a reference of its creditor (ISO 11649), such as `RF18539007547034`: its letters and
 * digits behind check digits, so that a bank refuses one that is mistyped. Undefined where other letters would be lost,
 * or more than 21 would be left.
 */
export function creditorReference(number: string): string | undefined {
  const content = number.replaceAll(/[\s/._-]/g, '').toUpperCase();
  if (!/^[0-9A-Z]{1,21}$/.test(content)) return undefined;
  const check = (98 - remainder(`RF00${content}`)).toString().padStart(2, '0');
  return `RF${check}${content}`;
}
