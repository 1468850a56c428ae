/** V8 writes what this wraps as it is; the ES2024 types do not know it yet. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

/** A JSON number that `JSON.stringify` writes as `text`, no digit lost: not for arithmetic. */
export const jsonNumber = (text: string): number => rawJSON(text) as number;
