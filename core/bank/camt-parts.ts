import { localStart, utc } from '../kernel/time-zone.ts';
import { timestampFrom } from '../kernel/timestamp.ts';
import { bankStatementInvalid } from './invalid.ts';
import { textOf, type XmlElement } from './xml-tree.ts';

/** Whether an amount beside `CdtDbtInd` goes out. @throws Rejection `bank-statement.invalid` where it does not say. */
export function isMoneyOut(element: XmlElement): boolean {
  const said = textOf(element, 'CdtDbtInd');
  if (said === 'CRDT') return false;
  if (said === 'DBIT') return true;
  const got = said === undefined ? 'none' : JSON.stringify(said.slice(0, 20));
  throw bankStatementInvalid(`${element.name} needs CdtDbtInd, CRDT or DBIT, got ${got}`, {
    line: element.line,
  });
}

/**
 * A day or an instant, as the bank says it: a time of nobody's zone is its day. Undefined where there is none.
 * @throws Rejection `bank-statement.invalid` for a day that there is not
 */
export function dateIn(element: XmlElement | undefined): string | undefined {
  const written = textOf(element, 'DtTm') ?? textOf(element, 'Dt');
  if (element === undefined || written === undefined) return undefined;
  if (written.includes('T') && timestampFrom(written) !== undefined) return written;
  const day = /^\d{4}-\d{2}-\d{2}(?![^T+Z-])/.exec(written)?.[0];
  if (day !== undefined && localStart(day, utc) !== undefined) return day;
  throw bankStatementInvalid(
    `${element.name} is no day that there is, got ${JSON.stringify(written.slice(0, 40))}`,
    { line: element.line },
  );
}

/** An IBAN without spaces, or what else the bank calls an account. */
export function accountIn(account: XmlElement | undefined): string | undefined {
  const iban = textOf(account, 'Id', 'IBAN');
  return iban?.replaceAll(/\s/g, '').toUpperCase() ?? textOf(account, 'Id', 'Othr', 'Id');
}
