"""Random numbers by the documented rule alone (docs/FORMAT.md)."""


def uniform(seed, cell, layer, passing, stream):
    """In [0, 1): Philox 4x32 of ten rounds."""
    low = 0xffffffff
    key, words = [seed & low, seed >> 32], [cell, layer, passing, stream]
    for _ in range(10):
        first, second = 0xD2511F53 * words[0], 0xCD9E8D57 * words[2]
        words = [second >> 32 ^ words[1] ^ key[0], second & low, first >> 32 ^ words[3] ^ key[1], first & low]
        key = [key[0] + 0x9E3779B9 & low, key[1] + 0xBB67AE85 & low]
    return ((words[1] << 32 | words[0]) >> 11) * 2.0 ** -53
