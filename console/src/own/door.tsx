import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Field } from '../ui/field.tsx';
import { useFrame } from './frame.ts';
import { tokenIn } from './taken-token.ts';

/** Whoever is not known is told how to come in. */
export function Door({
  why,
  onToken,
}: {
  readonly why: 'unasked' | 'broken' | 'ended' | 'forgotten';
  readonly onToken: (token: string) => void;
}): JSX.Element {
  const { of, words } = useFrame();
  const [written, setWritten] = useState('');
  const [isBroken, setIsBroken] = useState(false);
  const told = useRef<HTMLParagraphElement>(null);
  // The page that was left is gone: whoever uses a keyboard goes on at what is said.
  useEffect(() => told.current?.focus(), [why]);
  const enter = (): void => {
    const token = tokenIn(`#token=${encodeURIComponent(written.trim())}`, of);
    if (token === undefined || token === 'broken') setIsBroken(true);
    else onToken(token);
  };
  return (
    <main class="sign-in">
      <h1>{words.title}</h1>
      {why === 'unasked' ? null : (
        <p
          ref={told}
          tabIndex={-1}
          class={why === 'forgotten' ? 'notice good' : 'notice bad'}
          role="status"
        >
          {words[why]}
        </p>
      )}
      <p>{words.signIn}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          enter();
        }}
      >
        <Field
          label={words.token}
          hint={words.tokenHint}
          {...(isBroken ? { fault: words.broken } : {})}
          value={written}
          onValue={setWritten}
          type="password"
          autocomplete="off"
          required
        />
        <button type="submit" class="primary">
          {words.open}
        </button>
      </form>
    </main>
  );
}
