import createClient from 'openapi-fetch';
import type { components, paths } from '../generated/interface.ts';

/**
 * What a stranger writes against the reference: no cast, no `any`, and nothing of ours but the generated types. Prints
 * the documents of a month, why another month waits, and the code of a refusal.
 */

type Line = components['schemas']['InvoiceLine'];
type Party = components['schemas']['Party'];
type Problem = components['schemas']['Problem'];
type Refusal = Problem | components['schemas']['GatewayRefusal'];

const [baseUrl = '', key = '', month = '', waitingMonth = ''] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${key}` } });

const codeOf = (refusal: Refusal): string => ('code' in refusal ? refusal.code : refusal.message);

function answered<Answer>(answer: { data?: Answer; error?: Refusal }): Answer {
  if (answer.data !== undefined) return answer.data;
  throw new Error(answer.error === undefined ? 'no answer' : codeOf(answer.error));
}

async function documentOf(id: string) {
  const path = { id };
  const document = answered(await client.GET('/v1/invoices/{id}', { params: { path } }));
  // The same path also answers PDF, CSV and UBL, which are text to the types.
  if (typeof document === 'string') throw new Error('asked for JSON, got another form');
  return document;
}
type Document = Awaited<ReturnType<typeof documentOf>>;

const partyText = ({ name, address }: Party): string =>
  [name, address?.city, address?.country].filter((text) => text !== undefined).join(', ');

function lineText({ description, quantity, amount, plan, steps = [], adjusts }: Line): string {
  const priced = steps.map((step) => `tier ${step.tier ?? 0}: ${step.quantity} × ${step.price}`);
  const said = [
    `  ${quantity} ${description}: ${amount}`,
    ...(plan === undefined ? [] : [`by plan ${plan.key} of ${plan.effectiveFrom}`]),
    ...(adjusts === undefined ? [] : [`adjusts ${adjusts.number ?? adjusts.id}`]),
    ...priced,
  ];
  return said.join(', ');
}

/** What only documents of its type say; a further type does not compile. */
function headOf(document: Document): string {
  switch (document.type) {
    case 'invoice': {
      const due = document.paymentState?.amountDue ?? document.total;
      return `invoice ${document.number}, issued ${document.issueDate}, due ${document.dueDate}: ${due}`;
    }
    case 'credit-note':
      return `credit note ${document.number} of ${document.corrects.number}: ${document.reason}`;
    case 'statement':
      return `statement: ${document.reason}, below ${document.minimumCharge}`;
  }
}

const creditNotesOf = (document: Document): readonly string[] =>
  document.type === 'invoice' ? (document.paymentState?.creditNotes ?? []).map(({ id }) => id) : [];

async function printDocument(id: string): Promise<void> {
  const document = await documentOf(id);
  console.log(headOf(document));
  console.log(`  from ${partyText(document.seller)} to ${partyText(document.buyer)}`);
  for (const line of document.lines) console.log(lineText(line));
  for (const creditNote of creditNotesOf(document)) await printDocument(creditNote);
}

async function printRun(period: string): Promise<readonly string[]> {
  const params = { path: { period } };
  const run = answered(await client.GET('/v1/billing-runs/{period}', { params }));
  const waits = run.waitingFor.map(({ code, detail }) => ` ${code}: ${detail}`);
  const parked = run.customers
    .filter(({ status }) => status === 'parked')
    .map(({ customer, code = '', detail = '' }) => ` ${customer} parked ${code}: ${detail}`);
  console.log(`run of ${period}: ${run.status}${[...waits, ...parked].join(';')}`);
  return run.customers.flatMap(({ id }) => id ?? []);
}

const query = { period: month };
const { invoices } = answered(await client.GET('/v1/invoices', { params: { query } }));
console.log(`${invoices.length} invoices in ${month}`);
for (const id of await printRun(month)) await printDocument(id);
await printRun(waitingMonth);

const nobody = { path: { id: 'inv_nothing' } };
const { error } = await client.GET('/v1/invoices/{id}', { params: nobody });
if (error !== undefined) console.log(`refused: ${codeOf(error)}`);
