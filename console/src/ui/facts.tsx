import type { ComponentChildren, JSX } from 'preact';
import { instantText, separated } from '../words.ts';
import type { Tone } from './tone.ts';

export type { Tone } from './tone.ts';

/** An amount as it was answered, with its currency. */
export const Money = ({
  amount,
  currency,
}: {
  readonly amount: string;
  readonly currency: string;
}): JSX.Element => (
  <span class="money">
    {separated(amount)} {currency}
  </span>
);

export const Quantity = ({ value }: { readonly value: string }): JSX.Element => (
  <span class="money">{separated(value)}</span>
);

/** An instant, in UTC and said so. */
export const At = ({ instant }: { readonly instant: string | null | undefined }): JSX.Element =>
  instant === null || instant === undefined ? (
    <span class="quiet">–</span>
  ) : (
    <time dateTime={instant}>{instantText(instant)}</time>
  );

/** How something stands. The word says it, the colour only helps. */
export const Standing = ({
  tone,
  children,
}: {
  readonly tone: Tone;
  readonly children: ComponentChildren;
}): JSX.Element => <span class={`standing ${tone}`}>{children}</span>;

/** Names and values, one below the other. What is undefined is left out. */
export const Facts = ({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: ComponentChildren])[];
}): JSX.Element => (
  <dl class="facts">
    {facts
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);
