/**
 * Whether a line is of CloudWatch's embedded metric format alone, as functions write it: CloudWatch makes metrics of
 * it, and nobody reads it. There are no metrics here.
 */
export const isMetrics = (line: string): boolean => line.startsWith('{"_aws":{');
