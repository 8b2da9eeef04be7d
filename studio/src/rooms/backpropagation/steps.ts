/** The steps of the room, made of a trace: forward node by node, backward node by node, the update. Pure. */
import type { Trace, TracedNode } from 'hebb/tensor';
import { chainFormulas, forwardFormulas, isSquare } from './formulas.ts';
import { plainName } from './names.ts';

export type Phase = 'start' | 'forward' | 'backward' | 'update';

export interface Step {
  readonly phase: Phase;
  readonly title: string;
  readonly says: string;
  readonly formulas: readonly string[];
  /** Nodes this step is about. */
  readonly active: readonly string[];
  /** Nodes whose value is known by now. */
  readonly known: ReadonlySet<string>;
  /** ∂L/∂node as far as it has come. */
  readonly gradients: ReadonlyMap<string, number>;
}

const data = ['x1', 'x2', 'y'];
const nameOf = (node: TracedNode): string => node.name ?? '';

function forwardSays(node: TracedNode, inputs: readonly TracedNode[]): string {
  const [first, second] = inputs.map((input) => plainName(nameOf(input)));
  const name = nameOf(node);
  if (name === 'L') return 'The loss: the square of the error. This is what shall become less.';
  if (name === 'e') return 'The error: how far the output is from the target.';
  if (node.operation === 'multiply') return `What comes in, ${second}, times its weight ${first}.`;
  if (node.operation === 'add') {
    return second.startsWith('b') ? `Plus the bias ${second}.` : 'The weighted inputs of the unit, added up.';
  }
  return `The activation function bends the sum ${first}.`;
}

function backwardSays(node: TracedNode): string {
  const name = plainName(nameOf(node));
  if (node.name === 'L')
    return 'Backward begins at the loss, whose slope by itself is 1. Its square passes on 2e.';
  switch (node.operation) {
    case 'multiply':
      return `${name} is a product: each factor gets the slope times the other factor. What comes in with a large number moves the loss more.`;
    case 'add':
      return `${name} is a sum: it hands its slope on to both of its terms as it is.`;
    case 'subtract':
      return `${name} is a difference: the output gets the slope as it is. (The target is data; it stays.)`;
    default:
      return `Through the activation: the slope is multiplied by that of ${node.operation} at this place. Where it is flat, nothing comes through.`;
  }
}

/** What each input of a node gets by the chain rule; a node times itself gives its input both shares. */
function sharesOf(node: TracedNode): readonly { index: number; local: number; share: number }[] {
  const gradient = node.gradient.item();
  const locals = node.local.map((local) => local.item());
  if (isSquare(node)) {
    const local = locals[0] + locals[1];
    return [{ index: 0, local, share: gradient * local }];
  }
  return locals.map((local, index) => ({ index, local, share: gradient * local }));
}

export function stepsOf({ forward, backward }: Trace): readonly Step[] {
  const isComputed = (node: TracedNode): boolean => node.inputs.length > 0;
  const known = new Set(forward.filter((node) => !isComputed(node)).map(nameOf));
  const gradients = new Map<string, number>();
  const start: Step = {
    phase: 'start',
    title: 'the network',
    says: 'Two inputs, two hidden units, one output, and the weights as they are. First the network says what it makes of the inputs; then the chain rule says, from the loss backward, how much each weight has to do with it.',
    formulas: ['L = (\\hat y - y)^2'],
    active: [],
    known: new Set(known),
    gradients: new Map(),
  };
  const onward = forward.filter(isComputed).map((node): Step => {
    const inputs = node.inputs.map((index) => forward[index]);
    known.add(nameOf(node));
    return {
      phase: 'forward',
      title: `forward: ${plainName(nameOf(node))}`,
      says: forwardSays(node, inputs),
      formulas: forwardFormulas(node, inputs),
      active: [nameOf(node), ...inputs.map(nameOf)],
      known: new Set(known),
      gradients: new Map(),
    };
  });
  gradients.set('L', 1);
  const back = backward.filter(isComputed).map((node): Step => {
    const inputs = node.inputs.map((index) => forward[index]);
    const shares = sharesOf(node);
    for (const { index, share } of shares) {
      const name = nameOf(inputs[index]);
      gradients.set(name, (gradients.get(name) ?? 0) + share);
    }
    return {
      phase: 'backward',
      title: `backward: ${plainName(nameOf(node))}`,
      says: backwardSays(node),
      formulas: shares
        .filter(({ index }) => !data.includes(nameOf(inputs[index])))
        .flatMap(({ index, local, share }) => chainFormulas(node, inputs, index, local, share)),
      active: [nameOf(node), ...inputs.map(nameOf)],
      known: new Set(known),
      gradients: new Map(gradients),
    };
  });
  const update: Step = {
    phase: 'update',
    title: 'the update',
    says: 'Every weight takes a small step against its slope. The step after this one begins again with the new weights.',
    formulas: ['w \\leftarrow w - \\eta\\,\\frac{\\partial L}{\\partial w}'],
    active: [],
    known: new Set(known),
    gradients: new Map(gradients),
  };
  return [start, ...onward, ...back, update];
}
