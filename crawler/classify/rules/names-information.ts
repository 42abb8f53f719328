import { defineRule } from '#crawler/classify/define-rule.ts';

/** Names information. */
export const namesInformation = defineRule({
  id: 'names-information',
  title: 'Names information',
  explains: 'A tool called after the information it gives does nothing but give it.',
  advice: 'Allow it.',
  capability: 'read-data',
  nouns:
    'breakdown trend funnel kpi radar margin profit revenue balance log stat statistics status info information detail history schema weather forecast version health healthcheck metric docs documentation help directions distance profile summary report capabilities limits usage price rate news calendar leaderboard ranking time timezone config settings permissions roles users members list count result search lookup suggestions recommendations analytics insights changelog manifest catalog context guide guidelines instructions example tutorial hover rule state latest current recent total overview expert advice practices definition references symbols diagnostics completions blame diff tree outline toc transcript subtitles captions comments replies followers following timeline feed reviews ratings holdings positions trades ticker orderbook ohlcv candles klines elevation geocode ip dns whois headlines quote metadata properties attributes dimensions estimates probability odds scores standings fixtures lineups nearby matrix readme glossary cheatsheet specification spec coordinates temperature uptime latency fact trivia joke',
  matches: [
    ['rainfall', 'Rainfall data of the valley.', { is: 'read' }],
    ['towns', '城市列表', { is: 'read' }],
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
