import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

interface InputProps {
  readonly type?: 'text' | 'password';
  readonly required?: boolean;
  readonly autocomplete?: string;
  readonly pattern?: string;
  readonly placeholder?: string;
  readonly inputMode?: 'text' | 'decimal';
}

interface Labelled {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** A line of text, with its label and what it is for. */
export function Field({
  label,
  hint,
  value,
  onValue,
  type = 'text',
  ...input
}: Labelled & InputProps): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        {...(type === 'text' ? { type: 'text' as const } : { type: 'password' as const })}
        id={id}
        value={value}
        onInput={({ currentTarget }) => {
          onValue(currentTarget.value);
        }}
        {...describedBy(id, hint)}
      />
      <Hint id={id} hint={hint} />
    </div>
  );
}

/** Several lines of text. */
export function TextArea({
  label,
  hint,
  value,
  onValue,
  rows = 4,
}: Labelled & { readonly rows?: number }): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => {
          onValue(currentTarget.value);
        }}
        {...describedBy(id, hint)}
      />
      <Hint id={id} hint={hint} />
    </div>
  );
}

/** One of several. */
export function Choice({
  label,
  hint,
  value,
  onValue,
  options,
}: Labelled & {
  readonly options: readonly { readonly value: string; readonly name: string }[];
}): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ currentTarget }) => {
          onValue(currentTarget.value);
        }}
        {...describedBy(id, hint)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
      <Hint id={id} hint={hint} />
    </div>
  );
}

const describedBy = (id: string, hint: string | undefined) =>
  hint === undefined ? {} : { 'aria-describedby': `${id}-hint` };

const Hint = ({ id, hint }: { readonly id: string; readonly hint: string | undefined }) =>
  hint === undefined ? null : (
    <p class="hint" id={`${id}-hint`}>
      {hint}
    </p>
  );
