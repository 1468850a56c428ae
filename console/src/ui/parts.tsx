import type { JSX } from 'preact';

/** One of what a page has several of. */
export interface Part {
  readonly name: string;
  readonly title: string;
  readonly link: string;
}

/** The parts of a page, one of which is shown. */
export const Parts = ({
  label,
  parts,
  shown,
}: {
  readonly label: string;
  readonly parts: readonly Part[];
  readonly shown: string;
}): JSX.Element => (
  <nav class="parts" aria-label={label}>
    {parts.map(({ name, title, link }) => (
      <a key={name} href={link} {...(name === shown ? { 'aria-current': 'page' as const } : {})}>
        {title}
      </a>
    ))}
  </nav>
);
