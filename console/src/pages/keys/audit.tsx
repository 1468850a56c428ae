import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { goTo } from '../../go.ts';
import { At, Standing } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import type { PageProps } from '../page-props.ts';
import { auditQuestion, readableBody } from './key-standing.ts';

type AuditEntry = AnswerOf<'GET /v1/audit'>['entries'][number];

/** Who asked for which change, and what they were answered. The latest first. */
export function Audit({ place }: PageProps): JSX.Element {
  const { query } = place;
  const asked = usePages(
    'GET /v1/audit',
    { query: auditQuestion(query) },
    ({ entries }) => entries,
  );
  return (
    <>
      <p>
        Every change of money, terms, keys and quarantine is written down before it is worked off.
      </p>
      <DaysForm query={query} />
      <Listed
        asked={asked}
        what="the audit"
        caption="Changes that were asked for"
        keyOf={({ id }) => id}
        empty={<>Nobody asked for a change then. Leave the days empty to see all.</>}
        columns={[
          { title: 'at', cell: ({ at }) => <At instant={at} /> },
          { title: 'who', cell: (entry) => <Who entry={entry} /> },
          { title: 'asked for', cell: (entry) => <AskedFor entry={entry} /> },
          { title: 'was answered', cell: ({ answered }) => <WasAnswered answered={answered} /> },
        ]}
      />
    </>
  );
}

function DaysForm({ query }: { readonly query: Readonly<Record<string, string>> }): JSX.Element {
  const [from, setFrom] = useState(query['from'] ?? '');
  const [to, setTo] = useState(query['to'] ?? '');
  const day = { pattern: '\\d{4}-\\d{2}-\\d{2}', placeholder: '2026-11-29' };
  return (
    <form
      class="asked-for"
      onSubmit={(event) => {
        event.preventDefault();
        goTo('keys', undefined, { show: 'audit', from, to });
      }}
    >
      <Field label="From day (UTC)" value={from} onValue={setFrom} {...day} />
      <Field label="To day (UTC)" value={to} onValue={setTo} {...day} />
      <button type="submit" class="primary">
        Show
      </button>
    </form>
  );
}

const Who = ({ entry: { actor, keyId } }: { readonly entry: AuditEntry }): JSX.Element => (
  <>
    {actor === undefined ? null : <div>{actor}</div>}
    <div class="quiet">{keyId === undefined ? 'an operator' : `key ${keyId}`}</div>
  </>
);

/** What was asked for, with what was sent where it is kept. */
const AskedFor = ({ entry: { action, target, body } }: { readonly entry: AuditEntry }) => (
  <div class="words">
    <div>{action}</div>
    {action.endsWith(` ${target}`) ? null : <div class="quiet">{target}</div>}
    {body === undefined ? null : (
      <details>
        <summary>what was sent</summary>
        {body.text === undefined ? (
          <p class="quiet">It is kept elsewhere, or too long. Its SHA-256: {body.sha256}</p>
        ) : (
          <pre>{readableBody(body.text)}</pre>
        )}
      </details>
    )}
  </div>
);

function WasAnswered({ answered }: { readonly answered: AuditEntry['answered'] }): JSX.Element {
  if (answered === undefined) return <Standing tone="waiting">not known: look at it</Standing>;
  const { status, code } = answered;
  return (
    <>
      <Standing tone={status < 300 ? 'good' : 'bad'}>{status}</Standing>
      {code === undefined ? null : <div class="quiet">{code}</div>}
    </>
  );
}
