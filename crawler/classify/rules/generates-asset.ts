import { defineRule } from '#crawler/classify/define-rule.ts';

/** Generates an asset. */
export const generatesAsset = defineRule({
  id: 'generates-asset',
  title: 'Generates an asset',
  explains: 'A new picture, sound or document is made and kept; it may cost credits.',
  advice: 'Limit how often it may be called.',
  capability: 'generate-asset',
  actions: [
    {
      verbs: 'generate create make render produce compose design edit+image',
      objects: ['asset'],
    },
    {
      verbs:
        'upscale inpaint outpaint vectorize synthesize text+to+video image+to+image speak+to+file draw sketch paint illustrate animate colorize stylize dub restyle remix',
    },
  ],
  matches: [
    ['generate_image', 'Generates an image from a prompt.', { is: 'write' }],
    ['text_to_speech', 'Turns text into speech and saves the sound.', { is: 'write' }],
    ['render_video', 'Renders a video and stores it.', { is: 'write' }],
  ],
  misses: [
    ['list_images', 'Lists images.'],
    ['generate_slug', 'Generates a slug for a title.'],
    ['describe_image', 'Describes an image.'],
  ],
});
