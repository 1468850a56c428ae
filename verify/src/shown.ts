import { type Finding, fails, found, holds, note } from './findings.ts';
import { canonical, isObject, type Json, type JsonObject } from './json.ts';

/** What `GET /v1/invoices/{id}` says beside a document. It changes with what is paid, and no log has it as it is. */
const beside: ReadonlySet<string> = new Set(['documents', 'reasons', 'paymentState']);

/** Whether a document as it is shown is what the entry keeps, member by member. */
export function shownFindings(shown: JsonObject, content: JsonObject): readonly Finding[] {
  const names = new Set([...Object.keys(shown), ...Object.keys(content)]);
  const isInvoice = content['type'] === 'invoice';
  const other = [...names]
    .filter((name) => !beside.has(name) && !(isInvoice && name === 'status'))
    .flatMap((name) => differences(name, shown[name], content[name]));
  const said = [...beside].filter((name) => name in shown);
  return [
    found('shown', other.length === 0, {
      so: 'The document that is shown is the one in the entry: the same lines, sums, taxes, parties and days.',
      not: `The document that is shown is not the one in the entry: ${other.slice(0, 10).join(', ')}.`,
    }),
    ...(isInvoice ? [statusFinding(shown)] : []),
    ...(said.length === 0
      ? []
      : [
          note(
            'beside',
            `Not in the log, as it is said beside the document and may change: ${said.join(', ')}.`,
          ),
        ]),
  ];
}

/** What the books say of a document beside what it shows. */
export function sameFacts({
  document,
  content,
}: {
  readonly document: JsonObject;
  readonly content: JsonObject;
}): Finding {
  const whose = document['kind'] === 'payee-statement' ? 'payee' : 'payer';
  const pairs = [
    [document['kind'], content['type']],
    ...['id', 'customer', 'payee', 'currency'].map((name) => [document[name], content[name]]),
    [document['number'] ?? null, content['number']],
  ];
  return found(
    'booked',
    pairs.every(([a, b]) => a === b),
    {
      so: `What was booked and what is shown are of one document: its kind, number, ${whose} and currency.`,
      not: 'What was booked is of another document than what is shown.',
    },
  );
}

/** Where two values differ: of lists of things, which of them. */
function differences(at: string, a: Json | undefined, b: Json | undefined): readonly string[] {
  if (a !== undefined && b !== undefined && canonical(a) === canonical(b)) return [];
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length)
    return a.flatMap((one: Json, index) => differences(`${at}/${index}`, one, b[index] as Json));
  if (!isObject(a) || !isObject(b)) return [at];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].flatMap((name) => differences(`${at}/${name}`, a[name], b[name]));
}

const statuses: ReadonlySet<unknown> = new Set([
  ...['issued', 'paid', 'credited', 'uncollectible', 'void'],
]);

function statusFinding({ status, paymentState }: JsonObject): Finding {
  if (!statuses.has(status)) return fails('status', `An issued invoice is not ${String(status)}.`);
  if (isObject(paymentState) && paymentState['status'] !== status)
    return fails('status', 'It says two things of what has become of it.');
  if (status === 'issued') return holds('status', 'It is shown as it was issued.');
  return note(
    'status',
    `It is ${String(status)} by now, as is said: the entry says it was issued.`,
  );
}
