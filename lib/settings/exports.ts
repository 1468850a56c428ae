import { flag, type Group, type SettingsOf } from './setting.ts';

/** What is handed to programs that analyse. */
export const exporting = {
  hourlyExports: {
    key: 'farthing:hourlyExports',
    kind: flag(false),
    does: 'Whether sealed usage and the books are exported each hour, and Athena has tables of them. Storage costs what S3 asks; `farthing export` works without. See [analytics](analytics.md)',
  },
} satisfies Group;

export type ExportSettings = SettingsOf<typeof exporting>;
