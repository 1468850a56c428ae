/** What a code of a refusal stands for, and what whoever gets it does. Code in the text stands in backticks. */
export interface ExplainedRejection {
  readonly means: string;
  readonly fix: string;
}
