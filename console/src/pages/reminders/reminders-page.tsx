import type { JSX } from 'preact';
import type { AnswerOf } from '../../api.ts';
import { linkTo } from '../../place.ts';
import { Money } from '../../ui/facts.tsx';
import { Failed, Loading } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { useChange } from '../../use-change.ts';

type Reminded = AnswerOf<'POST /v1/reminders'>;
type Made = Reminded['reminders'][number];
type Other = Reminded['others'][number];

/** Who would be reminded of what is due, and why others are not; and makes the reminders. */
export function RemindersPage(): JSX.Element {
  const preview = useChange('POST /v1/reminders');
  const send = useChange('POST /v1/reminders');
  const isAsking = preview.isAsking || send.isAsking;
  const shown = send.done ?? preview.done;
  const look = (cursor?: string): void => {
    send.forget();
    void preview.ask({ body: { dryRun: true, ...(cursor === undefined ? {} : { cursor }) } });
  };
  const make = (cursor?: string): void => {
    void send.ask({ body: cursor === undefined ? {} : { cursor } });
  };
  const goOn = send.done === undefined ? look : make;
  return (
    <>
      <p>
        Each step of an invoice is made once, however often it is asked for. Webhooks tell your
        programs of it; an invoice has the letters of its reminders.
      </p>
      <p>
        <button type="button" disabled={isAsking} onClick={() => look()}>
          Preview
        </button>{' '}
        <button
          type="button"
          class="primary"
          disabled={isAsking || preview.done === undefined}
          onClick={() => make()}
        >
          Make reminders
        </button>
      </p>
      {[preview.error, send.error].map((error) =>
        error === undefined ? null : <Failed key={String(error)} error={error} />,
      )}
      <div aria-live="polite">
        {isAsking ? <Loading what="what is due" /> : null}
        {shown === undefined && !isAsking ? (
          <p class="quiet">
            Begin with the preview: it says who would be reminded, and why others are not. Then you
            can make the reminders.
          </p>
        ) : null}
        {shown === undefined || isAsking ? null : <Shown {...shown} />}
      </div>
      {shown?.nextCursor === undefined ? null : (
        <button type="button" disabled={isAsking} onClick={() => goOn(shown.nextCursor)}>
          Go on
        </button>
      )}
    </>
  );
}

const columns: readonly Column<Made | Other>[] = [
  {
    title: 'invoice',
    cell: ({ invoice: { id, number } }) => <a href={linkTo('invoices', id)}>{number}</a>,
  },
  {
    title: 'customer',
    cell: ({ customer }) => <a href={linkTo('customers', customer)}>{customer}</a>,
  },
  {
    title: 'due',
    isNumber: true,
    cell: ({ amountDue, currency }) => <Money amount={amountDue} currency={currency} />,
  },
];

const reasons: Readonly<Record<Other['because'], string>> = {
  'no-step-yet': 'the next step comes later',
  'all-made': 'there is no further step',
  'too-recent': 'the last one was made a short time ago',
  'below-minimum': 'too little is due',
  paused: 'it is paused',
  'customer-held': 'the customer is reminded of nothing',
  collecting: 'a rail is collecting it',
};

function Shown({ day, dryRun, reminders, others }: Reminded): JSX.Element {
  const made = `${reminders.length} ${reminders.length === 1 ? 'reminder' : 'reminders'}`;
  return (
    <>
      <p class="notice">{dryRun ? `${made} would be made on ${day}.` : `${made} made.`}</p>
      {reminders.length === 0 ? null : (
        <Table
          caption={dryRun ? 'To be reminded' : 'Reminded'}
          rows={reminders}
          keyOf={({ invoice }) => invoice.id}
          columns={[
            ...(columns as readonly Column<Made>[]),
            { title: 'step', isNumber: true, cell: ({ level }) => String(level) },
            { title: 'days', isNumber: true, cell: ({ daysOverdue }) => String(daysOverdue) },
          ]}
        />
      )}
      {others.length === 0 ? null : (
        <Table
          caption="Not reminded"
          rows={others}
          keyOf={({ invoice }) => invoice.id}
          columns={[
            ...(columns as readonly Column<Other>[]),
            { title: 'because', cell: ({ because }) => reasons[because] },
          ]}
        />
      )}
    </>
  );
}
