/** Questions of the chapter's exercises that this room is about. */
import type { Question } from '../../parts/afterwards.tsx';

export const questions: readonly Question[] = [
  {
    ask: 'How many output units does a network for MNIST need, with which activation and which loss?',
    answer:
      'Ten, one for each digit, with softmax, so that they are ten probabilities that add up to one; and the cross-entropy between them and the true class as loss. With the class as a number, that is the “sparse” form of it; with ten zeros and ones, the plain form; label smoothing needs the latter.',
  },
  {
    ask: 'Why are the grey values divided by 255?',
    answer:
      'Weights are drawn at random for inputs of about the size of one, and all inputs share one learning rate. With values up to 255 the first sums would be hundreds of times too large: units saturate or die, and a step that suits the biases is far too long for the weights. It must be the same on every image ever shown to the network, drawn ones too.',
  },
  {
    ask: 'What does label smoothing do?',
    answer:
      'It takes a little of the target away from the true class and gives all classes the same share of it: with 0.1 and ten classes the target is 0.91 for the true one and 0.01 for each other. To reach a probability of exactly 1, a softmax would need infinitely large weights; now there is nothing to gain beyond 0.91. The network is less sure, often a little more right, and its probabilities are those of the smoothed labels: on a data set as easy as MNIST, it is too modest.',
  },
];
