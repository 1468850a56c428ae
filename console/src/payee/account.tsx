import type { JSX } from 'preact';
import type { Payee } from './answers.ts';
import { Balance } from './balance.tsx';
import { Device } from './device.tsx';
import { Earned } from './earned.tsx';
import { Method } from './method.tsx';
import { Statements } from './statements.tsx';
import { Thresholds } from './thresholds.tsx';
import { useSpelling } from './words/words.ts';

/** All that a payee sees of itself, from top to bottom. */
export function Account({
  payee,
  onChange,
}: {
  readonly payee: Payee;
  readonly onChange: () => void;
}): JSX.Element {
  const { words } = useSpelling();
  return (
    <main id="main">
      <header>
        <h1>{words.title}</h1>
        <p class="quiet">{words.of(payee.seller.name, payee.name)}</p>
      </header>
      <Earned payee={payee} />
      <Balance payee={payee} />
      <Statements payee={payee} />
      <Method payee={payee} onChange={onChange} />
      <Thresholds payee={payee} onChange={onChange} />
      <Device payee={payee} />
    </main>
  );
}
