/** What becomes of a page that breaks, at whatever point. */
import { NodeApp } from 'astro/app/node';
import { expect, test } from 'vitest';
import { type Handler, renderPage } from '#site/render.ts';

const answering =
  (body: (controller: ReadableStreamDefaultController) => void | Promise<void>): Handler =>
  async (_request, response) => {
    await NodeApp.writeResponse(new Response(new ReadableStream({ start: body })), response);
  };
const bytes = new TextEncoder().encode('<p>half');

test.each<[string, Handler]>([
  ['before its first words', answering((controller) => controller.error(new Error('broken')))],
  [
    'halfway',
    answering((controller) => {
      controller.enqueue(bytes);
      setImmediate(() => controller.error(new Error('broken')));
    }),
  ],
  ['with something that is no error', answering((controller) => controller.error('broken'))],
  ['before there is an answer', async () => Promise.reject(new Error('broken'))],
])('a page that breaks %s is an error at once', async (_when, handler) => {
  await expect(renderPage(handler, '/a', {}, {})).rejects.toThrow(/broken|could not be rendered to its end/);
});

test('a whole page is an answer', async () => {
  const handler = answering((controller) => {
    controller.enqueue(bytes);
    controller.close();
  });
  const answer = await renderPage(handler, '/a', {}, { route: '/a' });
  expect([answer.status, answer.body.toString(), answer.route]).toEqual([200, '<p>half', '/a']);
});
