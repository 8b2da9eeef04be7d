/** A loaded plan in plain text: its counted work, how it is cut, and what was measured while it ran. */
import type { CompiledPlan } from './compiled-plan.ts';

/** Some lines: one for the plan, one for each function. */
export function explainPlan({ bytes, functions, paces }: CompiledPlan): string {
  const lines = Object.entries(functions).map(([name, work]) => {
    const counted = `${scaled(work.flops)}FLOP and ${scaled(work.bytes)}B a step`;
    const cut = `${work.stages} stages, ${work.chunks} chunks`;
    const pace = paces.get(name);
    if (pace === undefined || pace.steps === 0) return `  ${name}: ${counted}; ${cut}`;
    const perStep = pace.milliseconds / pace.steps;
    const speed = `${pace.steps} steps, ${scaled(perStep / 1e3)}s each, ${scaled((work.flops / perStep) * 1e3)}FLOP/s`;
    const { speedup } = pace.duel;
    const shared =
      speedup === undefined
        ? 'one thread'
        : `all threads measured ${speedup.toFixed(2)} times as fast as one, so ${speedup > 1 ? 'all are' : 'one is'} used`;
    return `  ${name}: ${counted}; ${cut}; ${speed}; ${shared}`;
  });
  return [`plan in ${scaled(bytes)}B of memory`, ...lines].join('\n');
}

/** Three digits and the prefix of its size, such as `1.35 M`. */
function scaled(value: number): string {
  const prefixes = ['n', 'µ', 'm', '', 'k', 'M', 'G', 'T'];
  const size = value === 0 ? 0 : Math.floor(Math.log10(value) / 3);
  const at = Math.min(Math.max(size + 3, 0), prefixes.length - 1);
  return `${Number((value / 1000 ** (at - 3)).toPrecision(3))} ${prefixes[at]}`;
}
