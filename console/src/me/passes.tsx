import type { JSX } from 'preact';
import { Failed } from '../own/states.tsx';
import { useAnswer } from '../use-answer.ts';
import { useChange } from '../use-change.ts';
import type { Me, OfferedPass, Spend } from './answers.ts';
import { mayBuy } from './rules.ts';
import { useSpelling } from './words/words.ts';

interface PassesProps {
  readonly me: Me;
  readonly spend: Spend;
  readonly onChange: () => void;
}

/** What a reader has paid before, and what it can buy with its money. Nothing where there is neither. */
export function Passes({ me, spend, onChange }: PassesProps): JSX.Element | null {
  const { words, instant } = useSpelling();
  const listed = useAnswer('GET /v1/passes', { query: { limit: 20 } });
  const offered = mayBuy(me, spend)
    ? (listed.value?.passes ?? []).filter(({ archived }) => archived !== true)
    : [];
  if (spend.passes.length === 0 && offered.length === 0) return null;
  return (
    <section aria-labelledby="passes">
      <h2 id="passes">{words.passes}</h2>
      <ul class="rows">
        {spend.passes.map((pass) => (
          <li key={pass.id}>
            <div>
              <strong>{pass.name}</strong>
              <span class="quiet">
                {words.passLeft(pass.left, pass.units)}, {words.passUntil(instant(pass.resetsAt))}
              </span>
            </div>
          </li>
        ))}
      </ul>
      <Offers me={me} offered={offered} onChange={onChange} />
    </section>
  );
}

function Offers({
  me,
  offered,
  onChange,
}: Omit<PassesProps, 'spend'> & { readonly offered: readonly OfferedPass[] }): JSX.Element {
  const { words, amount } = useSpelling();
  const buying = useChange('POST /v1/payers/{payer}/passes');
  // The button stays where it is: whoever uses a keyboard goes on from it.
  const buy = async (pass: string): Promise<void> => {
    if (buying.isAsking) return;
    if ((await buying.ask({ path: { payer: me.payer }, body: { pass } })) !== undefined) onChange();
  };
  return (
    <>
      <ul class="rows">
        {offered.map(({ key, name, price }) => (
          <li key={key}>
            <strong>{name}</strong>
            <button type="button" aria-disabled={buying.isAsking} onClick={() => void buy(key)}>
              {words.buyPass(name, amount(price.amount, price.currency))}
            </button>
          </li>
        ))}
      </ul>
      <p role="status" class="quiet">
        {buying.done === undefined ? '' : words.passBought(buying.done.name)}
      </p>
      {buying.error === undefined ? null : <Failed error={buying.error} />}
    </>
  );
}
