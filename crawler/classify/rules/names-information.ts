import { defineRule } from '#crawler/classify/define-rule.ts';

/** Names information. */
export const namesInformation = defineRule({
  id: 'names-information',
  title: 'Names information',
  explains: 'A tool called after the information it gives does nothing but give it.',
  advice: 'Allow it.',
  capability: 'read-data',
  nouns:
    'breakdown trend funnel kpi radar margin margins profit revenue balance logs log stats stat statistics status info information details detail history schema weather forecast version versions health healthcheck metrics metric docs documentation help directions distance profile summary overview report reports capabilities limits usage price prices quote quotes rate rates news calendar leaderboard ranking rankings time timezone config settings permissions roles users members list count results result search lookup suggestions recommendations analytics insights trends changelog manifest catalog context guide guidelines instructions examples example tutorial hover rule rules state latest current recent total overview expert advice practices definition definitions references symbols diagnostics completions blame diff tree outline toc transcript transcripts subtitles captions comments replies followers following timeline feed reviews ratings holdings positions trades tickers ticker orderbook ohlcv candles klines elevation geocode ip dns whois headlines quote quotes metadata properties attributes dimensions estimates probability odds scores standings fixtures lineups nearby matrix readme glossary cheatsheet specification spec coordinates temperature uptime latency facts fact trivia joke',
  matches: [
    ['erc1155_balance', '', { is: 'read' }],
    ['disk_usage', '', { is: 'read' }],
    ['weather', 'Weather for a city.', { is: 'read' }],
    ['server-stats', 'Statistics of the server.', { is: 'read' }],
  ],
  misses: [
    ['delete_history', 'Deletes the history.'],
    ['update_status', 'Changes the status.'],
    ['reset_statistics', 'Resets all statistics.'],
  ],
});
