import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Failed } from './states.tsx';

/**
 * Asks a person for what a change needs, and does it when they say so. Escape leaves it. It is the browser's own
 * dialog, so what is behind it cannot be reached meanwhile.
 */
export function FormDialog({
  title,
  submit,
  isAsking,
  error,
  onSubmit,
  onClose,
  children,
}: {
  readonly title: string;
  /** What the button says: what will be done. */
  readonly submit: string;
  readonly isAsking: boolean;
  readonly error: unknown;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // At once, not after the next picture: what is typed meanwhile would go to what is behind it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <h2 id={id}>{title}</h2>
        {children}
        {error === undefined ? null : <Failed error={error} />}
        <p class="buttons">
          <button type="submit" class="primary" disabled={isAsking}>
            {isAsking ? 'Asking …' : submit}
          </button>
          <button type="button" onClick={onClose}>
            Leave it
          </button>
        </p>
      </form>
    </dialog>
  );
}
