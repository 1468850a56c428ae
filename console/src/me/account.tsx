import type { JSX } from 'preact';
import { Answered } from '../own/states.tsx';
import { useAnswer, usePages } from '../use-answer.ts';
import type { Charge, Me } from './answers.ts';
import { Charges } from './charges.tsx';
import { Device } from './device.tsx';
import { Limits } from './limits.tsx';
import { Money } from './money.tsx';
import { Passes } from './passes.tsx';
import { Threshold } from './threshold.tsx';
import { useSpelling } from './words/words.ts';

/** All that a payer sees of itself, from top to bottom. */
export function Account({
  me,
  onChange,
}: {
  readonly me: Me;
  readonly onChange: () => void;
}): JSX.Element {
  const { words } = useSpelling();
  const path = { payer: me.payer };
  const spend = useAnswer('GET /v1/payers/{payer}/spend', { path });
  const charges = usePages(
    'GET /v1/payers/{payer}/charges',
    { path, query: { limit: 20 } },
    (page): readonly Charge[] => page.charges,
  );
  const reload = (): void => {
    for (const again of [onChange, spend.reload, charges.reload]) again();
  };
  return (
    <main id="main">
      <header>
        <h1>{words.title}</h1>
        <p class="quiet">{words.of(me.seller.name)}</p>
      </header>
      <Answered asked={spend}>
        {(value) => (
          <>
            <Money me={me} spend={value} onChange={reload} />
            <Passes me={me} spend={value} onChange={reload} />
          </>
        )}
      </Answered>
      <Charges me={me} charges={charges} onChange={reload} />
      <Answered asked={spend}>
        {(value) => (
          <>
            <Threshold me={me} spend={value} onChange={reload} />
            <Limits me={me} spend={value} onChange={reload} />
          </>
        )}
      </Answered>
      <Device me={me} />
    </main>
  );
}
