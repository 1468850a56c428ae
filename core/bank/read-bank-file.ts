import type { BankStatement } from './bank-statement.ts';
import { readCamt } from './camt.ts';
import { type CsvReading, readCsvStatement } from './csv-statement.ts';
import { decodedText, isXml } from './decoded-text.ts';

/**
 * The statements in a file of a bank, camt.053 or CSV, whatever it is called. What a caller says beside it counts for
 * a table alone: XML says it itself.
 * @throws Rejection `bank-statement.invalid` with the line, and what was wrong there
 */
export function readBankFile(bytes: Uint8Array, reading: CsvReading = {}): BankStatement[] {
  const text = decodedText(bytes);
  return isXml(text) ? readCamt(text.trimStart()) : [readCsvStatement(text, reading)];
}
