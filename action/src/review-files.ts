import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, problemsAt } from '@payment-observability/config';
import type { Gate, Review, StackInput } from '@payment-observability/review';
import { renderHtml } from '@payment-observability/review/html';
import { reviewJsonText, toSarif } from '@payment-observability/review/machine';
import type { OutputName } from './outputs';
import type { RunContext } from './run-context';

/** A review with what its files are made from. */
export interface FiledReview {
  readonly review: Review;
  readonly stacks: readonly StackInput[];
  readonly gate: Gate;
  /** The review in Markdown, whole. */
  readonly summary: string;
}

/** Writes the review to files that later steps can upload or read, and names them in outputs. */
export function writeReviewFiles({ runner, outputFolder, inputs, event }: RunContext, config: Config, { review, stacks, gate, summary }: FiledReview): void {
  const headSha = event.pullRequest?.headSha ?? event.sha;
  const positions = (path: string) => problemsAt(config, [{ path, message: '' }])?.[0];
  const files: readonly { readonly output: OutputName; readonly name: string; readonly text: string }[] = [
    { output: 'summary-path', name: 'review.md', text: summary },
    { output: 'review-path', name: 'review.json', text: reviewJsonText(review) },
    { output: 'report-path', name: 'report.html', text: renderHtml(review, { stacks, headSha, runUrl: event.runUrl, gate }) },
    { output: 'sarif-path', name: 'review.sarif', text: JSON.stringify(toSarif(review, { configFile: inputs.configFile, positions })) },
  ];
  for (const { output, name, text } of files) {
    writeFileSync(join(outputFolder, name), text);
    runner.setOutput(output, join(outputFolder, name));
  }
}
