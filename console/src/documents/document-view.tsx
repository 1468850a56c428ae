import type { ComponentChildren, JSX } from 'preact';
import { isZero } from '../exact.ts';
import { Facts, Money, Quantity } from '../ui/facts.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { dimensionsText, isCounted, type ShownDocument, type ShownLine } from './shown-document.ts';

/** A document as it is printed: from whom to whom, its lines, its taxes, what it comes to. */
export function DocumentView({
  document,
  lineEnd,
}: {
  readonly document: ShownDocument;
  /** What stands at the end of each line, such as a way to its explanation. */
  readonly lineEnd?: (line: ShownLine) => ComponentChildren;
}): JSX.Element {
  const { lines, notes, buyer, seller, period } = document;
  return (
    <article class="document">
      <div class="parties">
        <PartyView heading="From" party={seller} />
        <PartyView heading="To" party={buyer} />
        <div>
          <h3>For</h3>
          <p>
            {period.firstDay} to {period.lastDay}
            <br />
            <span class="quiet">{period.timezone}</span>
          </p>
        </div>
      </div>
      {lines.length === 0 ? (
        <p class="notice">It has no lines: nothing was used, and nothing is charged.</p>
      ) : (
        <Table
          caption="Lines"
          rows={lines}
          keyOf={({ id }) => id}
          columns={lineColumns(document, lineEnd)}
        />
      )}
      <Totals document={document} />
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {document.type === 'invoice' && document.paymentInstructions !== undefined ? (
        <p>{document.paymentInstructions}</p>
      ) : null}
      {document.type === 'invoice' && document.paymentLink !== undefined ? (
        <p>
          Paid at{' '}
          <a href={document.paymentLink} rel="noopener noreferrer" target="_blank">
            {document.paymentLink}
          </a>
        </p>
      ) : null}
    </article>
  );
}

function PartyView({
  heading,
  party: { name, address, taxNumber, email },
}: {
  readonly heading: string;
  readonly party: ShownDocument['seller'];
}): JSX.Element {
  const place = [address?.postalCode, address?.city, address?.region].filter(
    (part) => part !== undefined,
  );
  const lines = [
    ...(address?.lines ?? []),
    ...(place.length === 0 ? [] : [place.join(' ')]),
    ...(address === undefined ? [] : [address.country]),
    ...(taxNumber === undefined ? [] : [taxNumber]),
    ...(email === undefined ? [] : [email]),
  ];
  return (
    <div>
      <h3>{heading}</h3>
      <p>
        <strong>{name}</strong>
        {lines.map((line) => (
          <span key={line} class="line">
            {line}
          </span>
        ))}
      </p>
    </div>
  );
}

/** Two versions of a plan within a month make lines that are called the same: their days tell them apart. */
function Described({ line: { description, dimensions, period } }: { readonly line: ShownLine }) {
  const facts = [
    ...(dimensions === undefined ? [] : [dimensionsText(dimensions)]),
    ...(period === undefined ? [] : [`${period.firstDay} to ${period.lastDay}`]),
  ];
  return (
    <>
      {description}
      {facts.length === 0 ? null : <p class="quiet">{facts.join('; ')}</p>}
    </>
  );
}

function lineColumns(
  { currency }: ShownDocument,
  lineEnd: ((line: ShownLine) => ComponentChildren) | undefined,
): readonly Column<ShownLine>[] {
  return [
    { title: 'line', cell: ({ id }) => id },
    { title: 'description', isText: true, cell: (line) => <Described line={line} /> },
    {
      title: 'quantity',
      isNumber: true,
      cell: (line) => (isCounted(line) ? <Quantity value={line.quantity} /> : null),
    },
    {
      title: 'unit price',
      isNumber: true,
      cell: (line) => (isCounted(line) ? (line.unitPrice ?? '') : ''),
    },
    {
      title: 'amount',
      isNumber: true,
      cell: ({ amount }) => <Money amount={amount} currency={currency} />,
    },
    ...(lineEnd === undefined ? [] : [{ title: 'why', cell: lineEnd }]),
  ];
}

function Totals({ document }: { readonly document: ShownDocument }): JSX.Element {
  const { currency, subtotal, taxes, total } = document;
  const money = (amount: string) => <Money amount={amount} currency={currency} />;
  const carried = (name: 'carriedIn' | 'carriedOut'): ComponentChildren => {
    if (document.type === 'credit-note') return undefined;
    const amount = document[name];
    return isZero(amount) ? undefined : money(amount);
  };
  return (
    <Facts
      facts={[
        ['Carried in', carried('carriedIn')],
        ['Without tax', money(subtotal)],
        ...taxes.map(
          ({ code, category, rate, base, amount, exemptionReason }) =>
            [
              `Tax ${code} (${category}), ${rate} % of ${base}`,
              <>
                {money(amount)} {exemptionReason}
              </>,
            ] as const,
        ),
        ['Total', <strong key="total">{money(total)}</strong>],
        ['Carried to the next', carried('carriedOut')],
        ...commitmentFacts(document),
      ]}
    />
  );
}

/** How far the term is drawn down that the month is in; nothing where there is none. */
function commitmentFacts(
  document: ShownDocument,
): readonly (readonly [string, ComponentChildren])[] {
  if (document.type === 'credit-note' || document.commitment === undefined) return [];
  const { from, last, amount, used, left, charged } = document.commitment;
  const money = (text: string) => <Money amount={text} currency={document.currency} />;
  return [
    [`Commitment from ${from} to ${last}`, money(amount)],
    ['Used of it', money(used)],
    ['Left of it', money(left)],
    ['Charged as missing', charged === undefined ? undefined : money(charged)],
  ];
}
