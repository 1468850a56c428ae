import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { stepWords } from '../../../core/contract/invoices/step-words.ts';
import type { AnswerOf } from '../api.ts';
import { linkTo } from '../place.ts';
import { At, Money, Quantity } from '../ui/facts.tsx';
import { Answered } from '../ui/states.tsx';
import { Listed, Table } from '../ui/table.tsx';
import { useAnswer, usePages } from '../use-answer.ts';
import { localText } from '../words.ts';
import { dimensionsText } from './shown-document.ts';

type Explained = AnswerOf<'GET /v1/invoices/{id}/lines/{line}'>;

/** From a line to its price, to the days it was used on, to the events. */
export function Explanation({
  id,
  line,
}: {
  readonly id: string;
  readonly line: string;
}): JSX.Element {
  const path = { id, line };
  const asked = useAnswer('GET /v1/invoices/{id}/lines/{line}', { path });
  return (
    <Answered asked={asked} what="where it comes from">
      {(explained) => (
        <div class="explanation">
          <p>{explained.reason}</p>
          <PriceText explained={explained} />
          <Steps explained={explained} />
          <Difference explained={explained} />
          {explained.usage === undefined ? null : (
            <Origin path={path} timezone={explained.invoice.period.timezone} />
          )}
        </div>
      )}
    </Answered>
  );
}

function PriceText({
  explained: { price },
}: {
  readonly explained: Explained;
}): JSX.Element | null {
  if (price === undefined) return null;
  return (
    <p class="quiet">
      By plan <a href={linkTo('plans', price.plan)}>{price.plan}</a>, as of {price.effectiveFrom}.
    </p>
  );
}

function Steps({ explained }: { readonly explained: Explained }): JSX.Element {
  const { steps, line, invoice, carried } = explained;
  return (
    <>
      <Table
        caption="Calculation"
        rows={steps}
        keyOf={(_, index) => String(index)}
        columns={[
          {
            title: 'calculation',
            cell: (step) => {
              const left = carried?.[steps.indexOf(step)];
              if (left === undefined) return stepWords(step.of, step.tier);
              return (
                <>
                  left by{' '}
                  <a href={linkTo('invoices', left.id)}>
                    {left.number ?? `the ${left.type} of ${left.period}`}
                  </a>
                  {left.invoicedWith === undefined ? '' : `, invoiced with ${left.invoicedWith}`}
                </>
              );
            },
          },
          {
            title: 'quantity',
            isNumber: true,
            cell: ({ quantity }) => <Quantity value={quantity} />,
          },
          { title: 'price', isNumber: true, cell: ({ price }) => price ?? '' },
          { title: 'amount', isNumber: true, cell: ({ amount }) => <Quantity value={amount} /> },
        ]}
      />
      <p>
        Exactly <Money amount={line.exactAmount} currency={invoice.currency} />, on the{' '}
        {invoice.type} <Money amount={line.amount} currency={invoice.currency} />.
      </p>
    </>
  );
}

/** Where usage has changed since, that is what a person came for. */
function Difference({
  explained: { usage },
}: {
  readonly explained: Explained;
}): JSX.Element | null {
  if (usage?.difference === undefined) return null;
  const { detail, quantity, billedSince, open } = usage.difference;
  return (
    <p class="notice waiting">
      Usage has changed since by {quantity}: {billedSince} is billed since, {open} is in no document
      yet. {detail}
    </p>
  );
}

interface OfLine {
  readonly path: { readonly id: string; readonly line: string };
}

interface ByDay extends OfLine {
  /** By whose calendar days are days. */
  readonly timezone: string;
}

function Origin({ path, timezone }: ByDay): JSX.Element {
  const [isEvents, setIsEvents] = useState(false);
  return (
    <>
      <h3>{isEvents ? 'The events' : 'Day by day'}</h3>
      {isEvents ? <Events path={path} /> : <Tallies path={path} timezone={timezone} />}
      <button
        type="button"
        onClick={() => {
          setIsEvents(!isEvents);
        }}
      >
        {isEvents ? 'Show days' : 'Show events'}
      </button>
    </>
  );
}

function Tallies({ path, timezone }: ByDay): JSX.Element {
  const asked = usePages(
    'GET /v1/invoices/{id}/lines/{line}',
    { path },
    ({ tallies = [] }) => tallies,
  );
  return (
    <Listed
      asked={asked}
      what="days"
      caption="Day by day"
      empty="There is no usage in it any more."
      keyOf={({ start, subject }, index) => `${start} ${subject} ${index}`}
      columns={[
        {
          title: `day (${timezone})`,
          cell: ({ start }) => <span class="money">{localText(start, timezone).slice(0, 10)}</span>,
        },
        { title: 'subject', cell: ({ subject }) => subject },
        { title: 'dimensions', cell: ({ dimensions }) => dimensionsText(dimensions) },
        {
          title: 'quantity',
          isNumber: true,
          cell: ({ quantity }) => <Quantity value={quantity} />,
        },
      ]}
    />
  );
}

function Events({ path }: OfLine): JSX.Element {
  const asked = usePages(
    'GET /v1/invoices/{id}/lines/{line}',
    { path, query: { events: 'true' } },
    ({ events = [] }) => events,
  );
  return (
    <Listed
      asked={asked}
      what="events"
      caption="The events"
      empty="There is no usage in it any more."
      keyOf={({ source, id }) => `${source} ${id}`}
      columns={[
        { title: 'time', cell: ({ time }) => <At instant={time} /> },
        { title: 'subject', cell: ({ subject }) => subject },
        { title: 'source', cell: ({ source }) => source },
        { title: 'id', cell: ({ id }) => id },
        { title: 'dimensions', cell: ({ dimensions }) => dimensionsText(dimensions) },
        { title: 'value', isNumber: true, cell: ({ value }) => <Quantity value={value} /> },
      ]}
    />
  );
}
