//! SHAKE128 and SHAKE256, the Keccak functions with output of any length (FIPS 202).

const ROUNDS: usize = 24;
const ROTATIONS: [[u32; 5]; 5] =
    [[0, 36, 3, 41, 18], [1, 44, 10, 45, 2], [62, 6, 43, 15, 61], [28, 55, 25, 21, 56], [27, 20, 39, 8, 14]];

/// The state, by column and row.
type Lanes = [[u64; 5]; 5];

/// One step of the shift register that the round constants come from.
fn constant(register: &mut u8) -> u64 {
    let mut constant = 0;
    for j in 0..7 {
        if *register & 1 == 1 {
            constant |= 1_u64 << ((1_u32 << j) - 1);
        }
        let carry = *register & 0x80 != 0;
        *register <<= 1;
        if carry {
            *register ^= 0x71;
        }
    }
    constant
}

fn permute(lanes: &mut Lanes) {
    let mut register = 1;
    for _ in 0..ROUNDS {
        let parity = lanes.map(|column| column.iter().fold(0, |parity, lane| parity ^ lane));
        for x in 0..5 {
            let mixed = parity[(x + 4) % 5] ^ parity[(x + 1) % 5].rotate_left(1);
            lanes[x].iter_mut().for_each(|lane| *lane ^= mixed);
        }
        let mut moved: Lanes = [[0; 5]; 5];
        for x in 0..5 {
            for y in 0..5 {
                moved[y][(2 * x + 3 * y) % 5] = lanes[x][y].rotate_left(ROTATIONS[x][y]);
            }
        }
        for x in 0..5 {
            for y in 0..5 {
                lanes[x][y] = moved[x][y] ^ (!moved[(x + 1) % 5][y] & moved[(x + 2) % 5][y]);
            }
        }
        lanes[0][0] ^= constant(&mut register);
    }
}

/// `length` bytes of SHAKE; `rate` is 168 for SHAKE128 and 136 for SHAKE256.
pub(super) fn shake(rate: usize, bytes: &[u8], length: usize) -> Vec<u8> {
    let mut lanes: Lanes = [[0; 5]; 5];
    let mut padded = bytes.to_vec();
    padded.push(0x1f);
    padded.resize(padded.len().next_multiple_of(rate), 0);
    if let Some(last) = padded.last_mut() {
        *last |= 0x80;
    }
    for block in padded.chunks(rate) {
        for (i, byte) in block.iter().enumerate() {
            lanes[i / 8 % 5][i / 40] ^= u64::from(*byte) << (8 * (i % 8));
        }
        permute(&mut lanes);
    }
    let mut output = Vec::with_capacity(length);
    while output.len() < length {
        if !output.is_empty() {
            permute(&mut lanes);
        }
        let block = (0..rate / 8).flat_map(|i| lanes[i % 5][i / 5].to_le_bytes());
        output.extend(block.take(length - output.len()));
    }
    output
}

#[cfg(test)]
mod tests {
    use super::shake;

    #[test]
    fn shake_gives_what_the_standard_gives() {
        let head = |rate, length| shake(rate, b"", length)[..8].to_vec();
        assert_eq!(head(168, 16), [0x7f, 0x9c, 0x2b, 0xa4, 0xe8, 0x8f, 0x82, 0x7d]);
        assert_eq!(head(136, 32), [0x46, 0xb9, 0xdd, 0x2b, 0x0b, 0xa8, 0x8d, 0x13]);
        assert_eq!(shake(168, &[7; 500], 400)[..168], shake(168, &[7; 500], 168)[..]);
    }
}
