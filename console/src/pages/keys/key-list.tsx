import type { JSX } from 'preact';
import { useApi } from '../../session.ts';
import { At, Standing, type Tone } from '../../ui/facts.tsx';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import type { PageProps } from '../page-props.ts';
import { type KeyStanding, keyStanding } from './key-standing.ts';

const standings: Readonly<Record<KeyStanding, { readonly tone: Tone; readonly says: string }>> = {
  'in use': { tone: 'good', says: 'in force' },
  'not used': { tone: 'waiting', says: 'not used for 90 days' },
  ended: { tone: 'plain', says: 'at its end' },
  revoked: { tone: 'plain', says: 'revoked' },
};

/** The keys of the tenant, without their secrets. Nobody makes one here: who has a key could then make others. */
export function KeyList(_: PageProps): JSX.Element {
  const { now } = useApi();
  const asked = usePages('GET /v1/keys', {}, ({ keys }) => keys);
  return (
    <>
      <Listed
        asked={asked}
        what="the keys"
        caption="API keys"
        keyOf={({ keyId }) => keyId}
        empty={<>There is no key, though you came with one. Load the page again.</>}
        columns={[
          {
            title: 'key',
            cell: ({ name, keyId, mode }) => (
              <div class="words">
                {name === undefined ? null : <strong>{name} </strong>}
                <code>{keyId}</code>
                <span class="quiet"> {mode}</span>
              </div>
            ),
          },
          {
            title: 'standing',
            cell: (key) => {
              const { tone, says } = standings[keyStanding(key, now())];
              return <Standing tone={tone}>{says}</Standing>;
            },
          },
          { title: 'may', cell: ({ scopes }) => <div class="words">{scopes.join(', ')}</div> },
          {
            title: 'last used (UTC)',
            cell: ({ lastUsed }) => <span class="money">{lastUsed ?? 'not known'}</span>,
          },
          { title: 'made', cell: ({ createdAt }) => <At instant={createdAt} /> },
          {
            title: 'ends',
            cell: ({ expiresAt, revokedAt }) => <At instant={revokedAt ?? expiresAt} />,
          },
        ]}
      />
      <h2>To make or revoke a key</h2>
      <p>
        That takes the right to invoke a function of your account, not a key. The secret of a new
        key is shown once, and kept nowhere.
      </p>
      <pre>{commands}</pre>
    </>
  );
}

const commands = [
  'farthing keys create --name "the shop" --scopes events:write',
  'farthing keys create --name "accounting" --scopes usage:read billing:read --expires 2027-12-31T00:00:00Z',
  'farthing keys revoke <key>',
].join('\n');
