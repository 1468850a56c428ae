import { createHash } from 'node:crypto';
import { createReader, InvoiceError } from '@farthing/client';

/** What the client library reads of a billed month, printed for who knows what there must be. */

const [url = '', apiKey = '', period = ''] = process.argv.slice(2);
const reader = createReader({ url, apiKey });

for await (const { key, name } of reader.customers({ limit: 1 }))
  console.log(`customer ${key}: ${name}`);

const usage = reader.usage({
  meter: 'view',
  from: '2026-03',
  to: '2026-04',
  groupBy: 'subject',
  limit: 1,
});
for await (const { subject, value } of usage) console.log(`usage of ${subject}: ${value}`);

for await (const { id, number, total, currency } of reader.invoices({ period })) {
  const document = await reader.document(id);
  if (document.type !== 'invoice') throw new Error(`${id} is a ${document.type}`);
  console.log(`invoice ${number}: ${total} ${currency}, ${document.lines.length} line`);
  for (const form of ['pdf', 'csv'] as const) {
    const { body, fileName, sha256 } = await reader.form(id, form);
    const digest = createHash('sha256');
    for await (const chunk of body) digest.update(chunk);
    console.log(
      `${form} is ${fileName?.split('.').at(-1)}, as said: ${digest.digest('hex') === sha256}`,
    );
  }
}
for await (const { reason, minimumCharge } of reader.statements({ period })) {
  console.log(`statement: ${reason}, below ${minimumCharge}`);
}
const preview = await reader.preview('press', { period: '2026-04' });
console.log(`preview of ${preview.customer}: ${preview.type}`);
try {
  await reader.document('inv_nothing');
} catch (error) {
  console.log(`refused: ${error instanceof InvoiceError ? error.code : String(error)}`);
}
