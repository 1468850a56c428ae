import { factsOf } from '../books/export/entry-facts.ts';
import { numberedOf, payeesOf, payerOf } from '../books/kinds/kinds.ts';
import type { PlacedDocument } from '../books/reading.ts';
import { type Row, unitsOfNanos } from './columns.ts';

/** The rows of a document: its postings. */
export function booksRows({ seq, index, document }: PlacedDocument): readonly Row[] {
  const { day, facts } = factsOf(document);
  const head = [
    ...[seq, index, document.id, document.kind, numberedOf(document)?.number ?? null],
    ...[day, document.effectiveAt, document.recordedAt],
  ];
  const tail = [
    ...[payerOf(document) ?? null, payeesOf(document)[0] ?? null],
    ...[facts.period ?? null, facts.invoice ?? null, facts.rail ?? null, facts.reference ?? null],
  ];
  return document.postings.map(({ account, currency, amount, service }) => [
    ...head,
    ...[account, currency, unitsOfNanos(amount), service ?? null],
    ...tail,
  ]);
}
