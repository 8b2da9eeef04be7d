/** The image or the drawing, the network at work on it, ten probabilities, and the verdict in words. */
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { Slider } from '../../parts/controls.tsx';
import type { RoomState } from '../../state/room-state.ts';
import { Bars } from './bars.tsx';
import { DrawingPad } from './drawing-pad.tsx';
import { GreyImage } from './grey-image.tsx';
import { inWords, percent } from './names.ts';
import { NetworkPicture } from './network-picture.tsx';
import { PictureFile } from './picture-file.tsx';
import type { Look, Recogniser } from './recogniser.ts';
import type { DigitsSession } from './session.ts';
import { fields } from './settings.ts';
import { verdictOn } from './verdict.ts';

interface StageProps {
  readonly state: RoomState<typeof fields>;
  readonly session: DigitsSession;
  readonly model: Recogniser;
  readonly look: Look;
  readonly chosen: number;
  readonly choose: (unit: number) => void;
}

export function Stage({ state, session, model, look, chosen, choose }: StageProps): JSX.Element {
  const { set, strokes, row } = state.signals;
  const isDrawing = session.isDrawing.value;
  const isEmpty = look.pixels.every((grey) => grey === 0);
  const pick = useCallback(
    (to: number) => {
      row.value = to + 1;
    },
    [row],
  );
  const image = (label: string): JSX.Element => (
    <GreyImage values={look.pixels} label={label} row={row.value - 1} pick={pick} />
  );
  return (
    <>
      <Words state={state} session={session} isEmpty={isEmpty} look={look} />
      <div class="digits-stage">
        <div class={isDrawing ? 'input drawn' : 'input'}>
          {isDrawing ? (
            <>
              <p class="head">Your drawing</p>
              <DrawingPad strokes={strokes} stroke={session.stroke}>
                <div class="seen">
                  {image('What the network sees: the drawing as 28 × 28 pixels')}
                  <p>
                    What the network sees: sized to 20 × 20, strokes as wide as MNIST’s, its centre of mass in
                    the middle of 28 × 28.
                  </p>
                </div>
              </DrawingPad>
              <PictureFile picture={session.picture} />
            </>
          ) : (
            <>
              <p class="head">28 × 28 pixels</p>
              {image('The test image')}
            </>
          )}
          <Slider
            label="Row shown going in"
            hint="The row of pixels that is seen going into the network; clicking on the image chooses one too"
            value={row}
            field={fields.row}
          />
        </div>
        <div class="net">
          <p class="head three">
            <span>784 inputs, row {row.value}</span>
            <span>64 hidden</span>
            <span>10 outputs</span>
          </p>
          <NetworkPicture model={model} look={look} row={row.value - 1} chosen={chosen} choose={choose} />
        </div>
        <div class="out">
          <p class="head">Probabilities</p>
          <Bars set={set.value} look={isEmpty ? undefined : look} truth={session.truth.value} />
        </div>
      </div>
    </>
  );
}

/** What the network says, whether it is right, and what the other model says. Read out when a stroke is done. */
function Words({
  state,
  session,
  isEmpty,
  look,
}: Pick<StageProps, 'state' | 'session' | 'look'> & { readonly isEmpty: boolean }): JSX.Element {
  const { set, isSmoothed, onlyMistakes } = state.signals;
  const { says, isRight, outcome } = verdictOn(set.value, look, session.truth.value);
  const other = session.looks.value?.[isSmoothed.value ? 0 : 1];
  if (isEmpty) {
    const hasNone = !session.isDrawing.value;
    return (
      <p class="verdict" role="status">
        {session.isDrawing.value
          ? 'Draw a digit, and the network says which it takes it for.'
          : onlyMistakes.value && session.opened.value?.images !== undefined
            ? 'There is no mistake to show.'
            : 'This build has no test images: the network has nothing to look at.'}
        {hasNone && ' What its units look for, and how sure it is, stands below.'}
      </p>
    );
  }
  return (
    <div class="verdict" role="status" aria-live={session.stroke.value.length > 0 ? 'off' : 'polite'}>
      <p>
        {says}{' '}
        {isRight !== undefined && (
          <strong class={isRight ? 'right' : 'wrong'} data-reading="outcome">
            {isRight ? '✓' : '✗'} {outcome}
          </strong>
        )}
      </p>
      {other !== undefined && (
        <p class="other">
          {isSmoothed.value ? 'Without' : 'With'} label smoothing it says {inWords(set.value, other.says)},{' '}
          {percent(other.probabilities[other.says])}.
        </p>
      )}
    </div>
  );
}
