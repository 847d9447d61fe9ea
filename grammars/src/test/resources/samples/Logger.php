<?php
declare(strict_types=1);

/*
 * This file is part of Nothing. (c) Nobody
 */

namespace Shop\Log;

/**
 * Writes lines to a file.
 *
 * @author Nobody
 */
#[Attribute]
final class Logger implements LoggerInterface
{
    /** Opens the file. */
    public function __construct(private string $file, int ...$levels) {}

    /**
     * Writes one line.
     */
    function write(string $line, ?array &$context = null): void {}

    /** Hidden. */
    private function grow() {}
}

/** Turns a level into a word. */
function level_name(int $level): string { return ''; }

trait Loud {}
enum Level: int { case Low = 1; }
